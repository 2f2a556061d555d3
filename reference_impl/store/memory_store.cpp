#include "reference_impl/store/memory_store.hpp"

#include <spdlog/logger.h>

#include <algorithm>

namespace pitboss::reference::store {
namespace {

template <class Map, class Key>
auto find(const Map &map, const Key &key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

void MemoryStore::submit(Operation operation) {
  std::optional<wallet::Reply> reply;
  try {
    const std::lock_guard lock(mutex_);
    wallet::Outcome outcome = operation.decide(load(operation.keys));
    apply(operation.keys, outcome.changes);
    reply = std::move(outcome.reply);
  } catch (const std::exception &error) {
    log_->error("event=operation_failed error=\"{}\"", error.what());
  }
  operation.done(std::move(reply));
}

wallet::View MemoryStore::load(const wallet::Keys &keys) const {
  wallet::View view;
  view.player = find(players_, keys.player_id);
  if (keys.round) view.round = find(rounds_, *keys.round);
  if (keys.transaction) view.transaction = find(transactions_, *keys.transaction);
  view.free_games = find(free_games_, FreeGamesKey{keys.player_id, keys.provider, keys.game})
                        .value_or(std::vector<wallet::FreeGame>());
  return view;
}

void MemoryStore::apply(const wallet::Keys &keys, const wallet::Changes &changes) {
  if (changes.balance) players_.at(keys.player_id).balance = *changes.balance;
  if (changes.round) rounds_[keys.round.value()] = *changes.round;
  if (changes.transaction) transactions_[keys.transaction.value()] = *changes.transaction;
  if (changes.new_player) add_player(*changes.new_player);
  if (!changes.free_game) return;
  for (wallet::FreeGame &game : free_games_[{keys.player_id, keys.provider, keys.game}]) {
    if (game.instance_id == changes.free_game->instance_id) game = *changes.free_game;
  }
}

std::optional<wallet::Settings> MemoryStore::load_settings() {
  const std::lock_guard lock(mutex_);
  return settings_;
}

void MemoryStore::save_settings(const wallet::Settings &settings) {
  const std::lock_guard lock(mutex_);
  settings_ = settings;
}

void MemoryStore::add_player(const wallet::NewPlayer &player) {
  players_[player.account.id] = player.account;
  for (const wallet::FreeGameGrant &grant : player.free_games) {
    free_games_[{player.account.id, grant.provider, grant.game}].push_back(grant.free_game);
  }
}

void MemoryStore::add_players(std::span<const wallet::NewPlayer> players) {
  const std::lock_guard lock(mutex_);
  for (const wallet::NewPlayer &player : players) add_player(player);
}

std::vector<wallet::PlayerAccount> MemoryStore::list_players(const std::string &brand, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<wallet::PlayerAccount> players;
  for (const auto &[id, player] : players_) {
    if (players.size() < limit && player.brand == brand) players.push_back(player);
  }
  return players;
}

}  // namespace pitboss::reference::store
