#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "schemas/wire/decimal.hpp"
#include "simulator/traffic/wallet_op.hpp"

namespace pitboss::traffic {

/// The books of one player: what every applied call moved, exactly.
struct WalletBooks {
  std::optional<wire::Decimal> opening;             ///< none: no reply ever gave it
  wire::Decimal debits, credits, refunds, top_ups;  ///< top_ups: those of the credits that are
  std::uint64_t applied = 0;                        ///< transactions and rollbacks
  std::optional<wire::Decimal> closing;             ///< as the wallet said it at the end

  void apply(const WalletOp &op) {
    ++applied;
    if (op.kind == WalletOp::Kind::debit) debits += op.amount;
    if (op.kind == WalletOp::Kind::rollback) refunds += op.amount;
    if (op.kind != WalletOp::Kind::credit) return;
    credits += op.amount;
    if (op.top_up) top_ups += op.amount;
  }
  /// Precondition: there is an opening.
  [[nodiscard]] wire::Decimal expected() const { return *opening + credits + refunds - debits; }
  /// Precondition: opening and closing are known.
  [[nodiscard]] bool close() const { return *closing == expected(); }
};

}  // namespace pitboss::traffic
