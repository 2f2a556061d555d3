#pragma once

#include <mutex>

#include "reference_impl/store/batch_writer.hpp"
#include "reference_impl/store/commit_failures.hpp"
#include "reference_impl/store/sqlite.hpp"
#include "reference_impl/store/sqlite_wallet.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// State in one SQLite file (WAL, synchronous FULL), written by one thread that commits in groups: whatever was
/// submitted while the disk was syncing becomes the next transaction, so that many operations share a sync. One server
/// at a time.
class SqliteStore : public Store {
 public:
  SqliteStore(const std::string &file, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal);

  void submit(Operation operation) override;
  wallet::Settings keep_settings(const wallet::Settings &fresh) override;
  void add_players(std::span<const wallet::NewPlayer> players) override;
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override;
  void read(const std::function<void(wallet::Reader &)> &look) override;

 private:
  void write_batch(std::vector<Operation> &batch);
  /// Decides and applies; one that throws has no reply and changed nothing. Throws SqliteError.
  std::optional<wallet::Reply> decide(const Operation &operation);

  std::shared_ptr<spdlog::logger> log_;
  CommitFailures failures_;

  std::mutex database_mutex_;  // the writer's, and that of the calls that set up
  std::unique_ptr<Database> database_;
  std::unique_ptr<SqliteWallet> wallet_;

  BatchWriter<Operation> writer_;  // last: it uses what stands above
};

}  // namespace pitboss::reference::store
