#include "reference_impl/store/memory_rows.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace pitboss::reference::store {
namespace {

/// The hash of a text after others: the order of the texts counts.
std::size_t combine(std::size_t hash, const std::string &text) {
  constexpr std::size_t odd = 0x9e3779b97f4a7c15U;  // 2^64 divided by the golden ratio
  return (hash ^ std::hash<std::string>()(text)) * odd;
}

/// Where the transaction is, or would be.
template <class Rows>
auto place_of(Rows &rows, const std::string &id) {
  return std::lower_bound(rows.begin(), rows.end(), id,
                          [](const auto &row, const std::string &b) { return row.id < b; });
}

void keep(std::vector<wallet::HeldTransaction> &rows, const std::string &id, const wallet::Transaction &transaction) {
  const auto place = place_of(rows, id);
  if (place != rows.end() && place->id == id) {
    place->transaction = transaction;
  } else {
    rows.insert(place, {id, transaction});
  }
}

}  // namespace

std::size_t HashOfRound::operator()(const wallet::RoundKey &key) const {
  return combine(combine(0, key.provider), key.round_id);  // all of one table are of one player
}

const MemoryRows::RoundRows *MemoryRows::find(const wallet::RoundKey &key) const {
  const auto of_player = rounds_.find(key.player_id);
  if (of_player == rounds_.end()) return nullptr;
  const auto found = of_player->second.find(key);
  return found == of_player->second.end() ? nullptr : &found->second;
}

wallet::View MemoryRows::view(const wallet::Keys &keys) const {
  wallet::View view;
  const RoundRows *rows = keys.round ? find(*keys.round) : nullptr;
  if (rows != nullptr) view.round = rows->round;
  if (keys.transaction) {
    if (keys.transaction->round != keys.round) rows = find(keys.transaction->round);
    if (rows != nullptr) {
      const auto place = place_of(rows->transactions, keys.transaction->transaction_id);
      const bool is_there = place != rows->transactions.end() && place->id == keys.transaction->transaction_id;
      if (is_there) view.transaction = place->transaction;
    }
  }
  const auto player = players_.find(keys.player_id);
  if (player == players_.end()) return view;
  view.player = player->second.account;
  view.free_games.reserve(player->second.free_games.size());
  for (const wallet::FreeGameGrant &grant : player->second.free_games)
    if (grant.provider == keys.provider && grant.game == keys.game) view.free_games.push_back(grant.free_game);
  return view;
}

void MemoryRows::apply(const wallet::Keys &keys, wallet::Changes changes) {
  const auto rows_of = [this](const wallet::RoundKey &key) -> RoundRows & { return rounds_[key.player_id][key]; };
  if (changes.balance) players_.at(keys.player_id).account.balance = *changes.balance;
  if (changes.round) rows_of(keys.round.value()).round = *std::move(changes.round);
  if (changes.transaction)
    keep(rows_of(keys.transaction.value().round).transactions, keys.transaction->transaction_id, *changes.transaction);
  if (changes.new_player) add_player(*changes.new_player);
  if (!changes.free_game) return;
  for (wallet::FreeGameGrant &grant : players_.at(keys.player_id).free_games) {
    if (grant.provider == keys.provider && grant.game == keys.game &&
        grant.free_game.instance_id == changes.free_game->instance_id)
      grant.free_game = *changes.free_game;
  }
}

void MemoryRows::add_player(const wallet::NewPlayer &player) {
  const auto [added, is_new] = players_.try_emplace(player.account.id, Player{player.account, player.free_games});
  if (!is_new) return;
  std::vector<wallet::FreeGameGrant> &games = added->second.free_games;
  std::stable_sort(games.begin(), games.end(),
                   [](const auto &a, const auto &b) { return a.free_game.instance_id < b.free_game.instance_id; });
}

std::vector<wallet::PlayerAccount> MemoryRows::list_players(const std::string &brand, std::size_t limit) const {
  std::vector<wallet::PlayerAccount> players;
  for (const auto &[id, player] : players_)
    if (players.size() < limit && player.account.brand == brand) players.push_back(player.account);
  return players;
}

}  // namespace pitboss::reference::store
