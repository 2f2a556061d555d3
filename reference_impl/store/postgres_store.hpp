#pragma once

#include <mutex>

#include "reference_impl/store/batch_writer.hpp"
#include "reference_impl/store/postgres_session.hpp"
#include "reference_impl/store/postgres_wallet.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// The wallet in PostgreSQL, for any number of servers on one database.
///
/// One thread works on what comes, in groups: a transaction locks the players of all operations of the group and loads
/// what they are about (one round trip), the rules decide one operation after the other in memory, and what they
/// changed is written and committed (a second one). All that a wallet keeps belongs to a player, so that a player's
/// lock is all that keeps servers apart: READ COMMITTED then sees what the last holder of the lock committed. Players
/// are locked in the order of their ids, so that no two servers wait for each other. A player who is not there yet
/// cannot be locked; of two servers that make the same one, the second finds the key taken and begins again.
class PostgresStore : public Store {
 public:
  PostgresStore(const std::string &url, std::shared_ptr<spdlog::logger> log);

  void submit(Operation operation) override;
  wallet::Settings keep_settings(const wallet::Settings &fresh) override;
  void add_players(std::span<const wallet::NewPlayer> players) override;
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override;
  void read(const std::function<void(wallet::Reader &)> &look) override;

 private:
  using Replies = std::vector<std::optional<wallet::Reply>>;

  void write_batch(std::vector<Operation> &batch);
  void transact(const std::function<void(PostgresTransaction &)> &work);
  /// One that throws has no reply and changed nothing.
  Replies decide_all(const std::vector<Operation> &batch, WalletRows &rows, ChangedRows &changed);

  std::shared_ptr<spdlog::logger> log_;
  std::mutex session_mutex_;  // the writer's, and that of the calls that set up
  PostgresSession session_;
  bool failing_ = false;           // what the server refuses is told once in a row: a full disk, say
  BatchWriter<Operation> writer_;  // last: it uses what stands above
};

}  // namespace pitboss::reference::store
