#include "reference_impl/store/sqlite_store.hpp"

#include <spdlog/logger.h>

#include "reference_impl/store/group_commit.hpp"
#include "reference_impl/store/sqlite_reader.hpp"

namespace pitboss::reference::store {

SqliteStore::SqliteStore(const std::string &file, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal)
    : log_(std::move(log)),
      failures_(log_, std::move(on_fatal)),
      database_(open_sqlite_file(file, "wallet")),
      wallet_(std::make_unique<SqliteWallet>(*database_)),
      writer_([this](std::vector<Operation> &batch) { write_batch(batch); }) {}

void SqliteStore::submit(Operation operation) {
  writer_.submit(std::move(operation));
}

/// Nobody is answered before what was done is on disk; of what cannot be put there nothing stays.
void SqliteStore::write_batch(std::vector<Operation> &batch) {
  std::vector<std::optional<wallet::Reply>> replies;
  {
    const std::lock_guard lock(database_mutex_);
    replies =
        commit_group<std::optional<wallet::Reply>>(*database_, failures_, std::span<const Operation>(batch),
                                                   [this](const Operation &operation) { return decide(operation); });
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(replies[i]));
}

std::optional<wallet::Reply> SqliteStore::decide(const Operation &operation) {
  try {
    wallet::Outcome outcome = operation.decide(wallet_->load(operation.keys));
    wallet_->apply(operation.keys, outcome.changes);
    return std::move(outcome.reply);
  } catch (const SqliteError &) {
    throw;  // the whole transaction goes
  } catch (const std::exception &error) {
    log_->error("event=operation_failed error=\"{}\"", error.what());
    return std::nullopt;
  }
}

wallet::Settings SqliteStore::keep_settings(const wallet::Settings &fresh) {
  const std::lock_guard lock(database_mutex_);
  if (const auto kept = wallet_->load_settings()) return *kept;
  in_transaction(*database_, [&] { wallet_->save_settings(fresh); });
  return fresh;
}

void SqliteStore::add_players(std::span<const wallet::NewPlayer> players) {
  const std::lock_guard lock(database_mutex_);
  in_transaction(*database_, [&] {
    for (const wallet::NewPlayer &player : players)
      if (!wallet_->has_player(player.account.id)) wallet_->add_player(player);
  });
}

std::vector<wallet::PlayerAccount> SqliteStore::list_players(const std::string &brand, std::size_t limit) {
  const std::lock_guard lock(database_mutex_);
  return wallet_->list_players(brand, limit);
}

void SqliteStore::read(const std::function<void(wallet::Reader &)> &look) {
  const std::lock_guard lock(database_mutex_);
  SqliteReader reader(*database_);
  look(reader);
}

}  // namespace pitboss::reference::store
