#include "reference_impl/store/memory_store.hpp"

#include <spdlog/logger.h>

#include "reference_impl/store/memory_reader.hpp"
#include "reference_impl/store/store_counts.hpp"

namespace pitboss::reference::store {

void MemoryStore::submit(Operation operation) {
  std::optional<wallet::Reply> reply;
  try {
    const std::lock_guard lock(mutex_);
    wallet::Outcome outcome = operation.decide(rows_.view(operation.keys));
    rows_.apply(operation.keys, std::move(outcome.changes));
    reply = std::move(outcome.reply);
    count_commit(1);
  } catch (const std::exception &error) {
    log_->error("event=operation_failed error=\"{}\"", error.what());
  }
  operation.done(std::move(reply));
}

wallet::Settings MemoryStore::keep_settings(const wallet::Settings &fresh) {
  const std::lock_guard lock(mutex_);
  if (!settings_) settings_ = fresh;
  return *settings_;
}

void MemoryStore::add_players(std::span<const wallet::NewPlayer> players) {
  const std::lock_guard lock(mutex_);
  for (const wallet::NewPlayer &player : players) rows_.add_player(player);
}

std::vector<wallet::PlayerAccount> MemoryStore::list_players(const std::string &brand, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return rows_.list_players(brand, limit);
}

void MemoryStore::read(const std::function<void(wallet::Reader &)> &look) {
  const std::lock_guard lock(mutex_);
  MemoryReader reader(rows_);
  look(reader);
}

}  // namespace pitboss::reference::store
