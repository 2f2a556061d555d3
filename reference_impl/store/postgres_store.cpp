#include "reference_impl/store/postgres_store.hpp"

#include <spdlog/logger.h>

#include "reference_impl/store/postgres_reader.hpp"
#include "reference_impl/store/store_counts.hpp"

namespace pitboss::reference::store {

PostgresStore::PostgresStore(const std::string &url, std::shared_ptr<spdlog::logger> log)
    : log_(std::move(log)),
      session_(url, "wallet", log_),
      writer_([this](std::vector<Operation> &batch) { write_batch(batch); },
              [this] {
                const std::lock_guard lock(session_mutex_);
                session_.look();
              }) {}

void PostgresStore::submit(Operation operation) {
  writer_.submit(std::move(operation));
}

/// Nobody is answered before the commit; if it does not come about, everybody is told to send the same again, which is
/// right whatever became of it: the keys of a transaction make it apply once.
void PostgresStore::write_batch(std::vector<Operation> &batch) {
  Replies replies(batch.size());
  try {
    const std::lock_guard lock(session_mutex_);
    session_.transact([&](PostgresTransaction &transaction) {
      WalletRows rows = lock_rows(transaction, batch);
      ChangedRows changed;
      replies = decide_all(batch, rows, changed);
      transaction.commit(save_rows(rows, changed));
    });
    failing_ = false;
    count_commit(batch.size());
  } catch (const std::exception &error) {
    replies.assign(batch.size(), std::nullopt);
    store_counts().failures.fetch_add(1, std::memory_order_relaxed);
    if (!std::exchange(failing_, true))
      log_->error("event=commit_failed contract=wallet operations={} error=\"{}\"", batch.size(), error.what());
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(replies[i]));
}

PostgresStore::Replies PostgresStore::decide_all(const std::vector<Operation> &batch, WalletRows &rows,
                                                 ChangedRows &changed) {
  Replies replies(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    try {
      wallet::Outcome outcome = batch[i].decide(rows.view(batch[i].keys));
      rows.apply(batch[i].keys, outcome.changes);
      changed.add(batch[i].keys, outcome.changes);
      replies[i] = std::move(outcome.reply);
    } catch (const std::exception &error) {
      log_->error("event=operation_failed error=\"{}\"", error.what());
    }
  }
  return replies;
}

void PostgresStore::transact(const std::function<void(PostgresTransaction &)> &work) {
  const std::lock_guard lock(session_mutex_);
  session_.transact([&](PostgresTransaction &transaction) {
    work(transaction);
    transaction.commit();
  });
}

wallet::Settings PostgresStore::keep_settings(const wallet::Settings &fresh) {
  wallet::Settings kept;
  transact([&](PostgresTransaction &transaction) { kept = store::keep_settings(transaction, fresh); });
  return kept;
}

void PostgresStore::add_players(std::span<const wallet::NewPlayer> players) {
  transact([&](PostgresTransaction &transaction) { store::add_players(transaction, players); });
}

std::vector<wallet::PlayerAccount> PostgresStore::list_players(const std::string &brand, std::size_t limit) {
  std::vector<wallet::PlayerAccount> players;
  transact([&](PostgresTransaction &transaction) { players = store::list_players(transaction, brand, limit); });
  return players;
}

void PostgresStore::read(const std::function<void(wallet::Reader &)> &look) {
  transact([&](PostgresTransaction &transaction) {
    PostgresReader reader(transaction);
    look(reader);
  });
}

}  // namespace pitboss::reference::store
