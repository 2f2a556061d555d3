#pragma once

#include <cstdint>
#include <string_view>

#include "schemas/wire/decimal.hpp"

namespace pitboss::traffic {

/// One call of a player, with what must come of it.
struct WalletOp {
  enum class Kind { authenticate, balance, debit, credit, rollback };
  enum class Must {
    apply,       ///< accepted, with the balance that it makes
    replay,      ///< accepted, with the balance of then or of now
    be_refused,  ///< refused, and nothing changes
  };

  Kind kind = Kind::balance;
  Must must = Must::apply;
  std::uint64_t round = 0;        ///< of the player, from 1
  std::uint64_t transaction = 0;  ///< likewise
  wire::Decimal amount;           ///< of a rollback: what it gives back
  bool finish = false;
  bool itemised = false;
  int free_game = -1;            ///< index among the player's free games; -1: none
  bool above_balance = false;    ///< the debit is `amount` more than whatever the balance is when it is sent
  std::uint64_t flight = 0;      ///< calls of one number, next to each other, are in flight together; 0: it goes alone
  bool top_up = false;           ///< a credit that the payouts did not give
  wire::Decimal then;            ///< of a replay: the balance of then
  std::string_view code;         ///< of what must be refused: the code that the contract demands; may be empty
  std::string_view requirement;  ///< id in the catalogue that a wrong reply breaks

  /// What it does to the balance where it is applied.
  [[nodiscard]] wire::Decimal change() const {
    if (kind == Kind::debit) return -amount;
    return kind == Kind::credit || kind == Kind::rollback ? amount : wire::Decimal();
  }
  [[nodiscard]] bool is_transaction() const { return kind == Kind::debit || kind == Kind::credit; }
};

}  // namespace pitboss::traffic
