#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "reference_impl/wallet/reader.hpp"

namespace pitboss::reference::store {

struct HashOfRound {
  std::size_t operator()(const wallet::RoundKey &key) const;
};

/// All rows of a wallet, found by hashes, those of a round side by side: a call costs the same with ten million
/// transactions as with ten.
class MemoryRows {
 public:
  struct Player {
    wallet::PlayerAccount account;
    std::vector<wallet::FreeGameGrant> free_games;  ///< by instance; few
  };
  struct RoundRows {
    std::optional<wallet::Round> round;                 ///< none: only tombstones
    std::vector<wallet::HeldTransaction> transactions;  ///< by id
  };
  using Rounds = std::unordered_map<wallet::RoundKey, RoundRows, HashOfRound>;

  [[nodiscard]] wallet::View view(const wallet::Keys &keys) const;
  void apply(const wallet::Keys &keys, wallet::Changes changes);
  /// A player who is there already stays as he is.
  void add_player(const wallet::NewPlayer &player);

  [[nodiscard]] const std::map<std::string, Player> &players() const { return players_; }
  /// Rounds by the player in their keys.
  [[nodiscard]] const std::unordered_map<std::string, Rounds> &rounds() const { return rounds_; }
  /// The first `limit` players of a brand, in the order of their ids.
  [[nodiscard]] std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) const;

 private:
  [[nodiscard]] const RoundRows *find(const wallet::RoundKey &key) const;

  std::map<std::string, Player> players_;
  std::unordered_map<std::string, Rounds> rounds_;
};

}  // namespace pitboss::reference::store
