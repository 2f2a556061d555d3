#include "reference_impl/store/wallet_rows.hpp"

namespace pitboss::reference::store {
namespace {

template <class Map, class Key>
auto find(const Map &map, const Key &key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

wallet::View WalletRows::view(const wallet::Keys &keys) const {
  wallet::View view;
  view.player = find(players, keys.player_id);
  if (keys.round) view.round = find(rounds, *keys.round);
  if (keys.transaction) view.transaction = find(transactions, *keys.transaction);
  view.free_games = find(free_games, FreeGamesKey{keys.player_id, keys.provider, keys.game})
                        .value_or(std::vector<wallet::FreeGame>());
  return view;
}

void WalletRows::apply(const wallet::Keys &keys, const wallet::Changes &changes) {
  if (changes.balance) players.at(keys.player_id).balance = *changes.balance;
  if (changes.round) rounds[keys.round.value()] = *changes.round;
  if (changes.transaction) transactions[keys.transaction.value()] = *changes.transaction;
  if (changes.new_player) add_player(*changes.new_player);
  if (!changes.free_game) return;
  for (wallet::FreeGame &game : free_games[{keys.player_id, keys.provider, keys.game}]) {
    if (game.instance_id == changes.free_game->instance_id) game = *changes.free_game;
  }
}

void WalletRows::add_player(const wallet::NewPlayer &player) {
  if (!players.emplace(player.account.id, player.account).second) return;
  for (const wallet::FreeGameGrant &grant : player.free_games)
    free_games[{player.account.id, grant.provider, grant.game}].push_back(grant.free_game);
}

}  // namespace pitboss::reference::store
