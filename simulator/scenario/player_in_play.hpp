#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "simulator/model/wallet_model.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/target/wallet_calls.hpp"

namespace pitboss::scenario {

/// A call that moves money, as the stories tell it.
struct MoneyCall {
  std::string what;      ///< "debit", "credit", "rollback"; empty: none yet
  wire::Decimal amount;  ///< of a rollback: that of the debit
  wire::Decimal effect;  ///< of one application on the balance
  int times_sent = 0;    ///< this very (round, transaction), this time included
  std::string rule;      ///< what the model says that it obeys
};

/// One player of the target file while a scenario is played with it.
struct PlayerInPlay {
  std::size_t index = 0;  ///< in the target file, from 0
  const target::Player *settings = nullptr;
  target::Session session;                       ///< in the target's `game`
  std::optional<target::Session> other_session;  ///< in `other_game`, once it was needed
  wire::Decimal opening;                         ///< balance when the scenario began
  std::optional<wire::Decimal> balance;          ///< as last known
  model::WalletOracle oracle{wire::Decimal{}};
  bool followed =
      true;  ///< whether the model knows where the wallet stands; false after an answer that it cannot follow
  MoneyCall last_money;
  std::map<std::string, int> times_sent;           ///< by call, round and transaction
  std::map<std::string, wire::Decimal> debits;     ///< amounts by round and transaction
  std::optional<target::FreeGameGrant> free_game;  ///< the one that the scenario plays
  std::map<std::int64_t, int>
      free_rounds_left;  ///< of each free game of the target file, as the last balance call listed them
  std::set<std::int64_t> unlisted_games;                 ///< those that the list of the last balance call left out
  std::optional<int> free_rounds_at_begin, free_rounds;  ///< of `free_game`
  bool moved = false;                                    ///< a debit, credit or rollback was sent

  [[nodiscard]] std::string label() const { return "player " + std::to_string(index + 1); }
};

}  // namespace pitboss::scenario
