#include "reference_impl/store/sqlite_store.hpp"

#include <spdlog/logger.h>

#include "reference_impl/store/sqlite_file.hpp"

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

/// One transaction for all. Nobody is answered before it is on disk; if it cannot be put there, nothing of it stays.
void SqliteStore::write_batch(std::vector<Operation> &batch) {
  Replies replies(batch.size());
  if (failures_.may_go_on()) {
    try {
      const std::lock_guard lock(database_mutex_);
      in_transaction(*database_, [&] { replies = decide_all(batch); });
      failures_.committed(batch.size());
    } catch (const SqliteError &error) {
      replies.assign(batch.size(), std::nullopt);
      failures_.failed(error, batch.size());
    }
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(replies[i]));
}

SqliteStore::Replies SqliteStore::decide_all(const std::vector<Operation> &batch) {
  Replies replies(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    try {
      wallet::Outcome outcome = batch[i].decide(wallet_->load(batch[i].keys));
      wallet_->apply(batch[i].keys, outcome.changes);
      replies[i] = std::move(outcome.reply);
    } catch (const SqliteError &) {
      throw;  // of the file, not of the operation: the whole transaction goes
    } catch (const std::exception &error) {
      log_->error("event=operation_failed error=\"{}\"", error.what());
    }
  }
  return replies;
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

}  // namespace pitboss::reference::store
