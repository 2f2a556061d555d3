#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "simulator/traffic/wallet_op.hpp"

namespace pitboss::traffic {

/// Different debits and credits of one player that are in flight together: what may be answered to each, by the orders
/// in which the wallet may have taken them. Each is of a round of its own, so they meet in the balance alone.
class WalletTogether {
 public:
  enum class Seen {
    nothing,   ///< no answer yet: it may have been applied, refused for want of funds, or never have come
    accepted,  ///< applied
    refused,   ///< nothing of it was applied
  };
  struct Call {
    WalletOp op;
    Seen seen = Seen::nothing;
  };

  /// `before`: the balance when the first of them is sent.
  WalletTogether(wire::Decimal before, const std::vector<WalletOp> &ops);

  [[nodiscard]] std::vector<Call> &calls() { return calls_; }
  [[nodiscard]] const std::vector<Call> &calls() const { return calls_; }

  /// Whether an order of the calls gives what was seen of them (contract wallet, rules 1 and 7).
  [[nodiscard]] bool possible() const { return explains(nullptr, std::nullopt); }
  /// Whether such an order passes through the balance, at or after the call `after` where one is named: a wallet may
  /// read the balance that it answers with a moment after it has applied the call.
  [[nodiscard]] bool possible(const wire::Decimal &balance, std::optional<std::size_t> after) const {
    return explains(&balance, after);
  }
  /// The balance when those that were accepted are applied, and nothing else is.
  [[nodiscard]] wire::Decimal after() const;

 private:
  [[nodiscard]] bool explains(const wire::Decimal *balance, std::optional<std::size_t> after) const;

  wire::Decimal before_;
  std::vector<Call> calls_;
};

}  // namespace pitboss::traffic
