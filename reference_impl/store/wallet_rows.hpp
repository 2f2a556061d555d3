#pragma once

#include <map>
#include <string>
#include <vector>

#include "reference_impl/wallet/state.hpp"

namespace pitboss::reference::store {

/// Free games belong to a player in a game of a provider.
struct FreeGamesKey {
  std::string player_id, provider, game;
  auto operator<=>(const FreeGamesKey &) const = default;
};

/// Rows of a wallet in memory: those that a batch of operations is about, in the order of their keys.
struct WalletRows {
  std::map<std::string, wallet::PlayerAccount> players;
  std::map<wallet::RoundKey, wallet::Round> rounds;
  std::map<wallet::TransactionKey, wallet::Transaction> transactions;
  std::map<FreeGamesKey, std::vector<wallet::FreeGame>> free_games;

  [[nodiscard]] wallet::View view(const wallet::Keys &keys) const;
  void apply(const wallet::Keys &keys, const wallet::Changes &changes);
  /// A player who is there already stays as he is.
  void add_player(const wallet::NewPlayer &player);
};

}  // namespace pitboss::reference::store
