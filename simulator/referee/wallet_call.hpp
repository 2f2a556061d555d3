#pragma once

#include <optional>

#include "schemas/wire/decimal.hpp"
#include "simulator/referee/reading.hpp"

namespace pitboss::referee {

/// A request of a game provider, read.
struct WalletCall {
  enum class Kind { authenticate, balance, debit, credit, rollback };
  Kind kind = Kind::balance;
  std::string player, provider, game, round, transaction;
  std::string content;  ///< equal where two transactions say the same: amounts as numbers, members in any order
  std::string amount;   ///< as written, for stories
  bool finishes = false;
  Answer answer = Answer::success;
  std::string code;  ///< of an error reply

  [[nodiscard]] bool is_final() const { return answer == Answer::refused && code != "SESSION_EXPIRED"; }
  [[nodiscard]] std::string round_key() const { return player + " " + provider + " " + round; }
};

/// nullopt: no request of the contract, or one that cannot be read.
std::optional<WalletCall> read_wallet_call(const journal::Journal &journal, const journal::Exchange &exchange);

/// "debit", …
std::string_view to_string(WalletCall::Kind kind);

}  // namespace pitboss::referee
