#include "simulator/traffic/wallet_together.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using Calls = std::vector<WalletTogether::Call>;
using Seen = WalletTogether::Seen;

/// Depth-first search over the orders: a handful of calls have few.
class Orders {
 public:
  Orders(const Calls &calls, const Decimal *wanted, std::optional<std::size_t> after)
      : calls_(calls), wanted_(wanted), after_(after), placed_(calls.size(), false) {}

  /// Whether the calls that have no place yet can follow a balance of `now`.
  bool fit(const Decimal &now, bool met) {
    met = met || wanted_ == nullptr || (now == *wanted_ && (!after_ || placed_[*after_]));
    bool all_placed = true;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if (placed_[i]) continue;
      all_placed = false;
      placed_[i] = true;
      const bool fits = fit_next(calls_[i], now, met);
      placed_[i] = false;
      if (fits) return true;
    }
    return all_placed && met;
  }

 private:
  bool fit_next(const WalletTogether::Call &call, const Decimal &now, bool met) {
    const Decimal then = now + call.op.change();
    const bool has_funds = !call.op.change().is_negative() || !then.is_negative();
    if (has_funds && call.seen != Seen::refused && fit(then, met)) return true;
    const bool may_have_done_nothing = call.seen == Seen::nothing || (call.seen == Seen::refused && !has_funds);
    return may_have_done_nothing && fit(now, met);
  }

  const Calls &calls_;
  const Decimal *wanted_;
  std::optional<std::size_t> after_;
  std::vector<bool> placed_;
};

}  // namespace

WalletTogether::WalletTogether(Decimal before, const std::vector<WalletOp> &ops) : before_(before) {
  for (const WalletOp &op : ops) calls_.push_back({op, Seen::nothing});
}

bool WalletTogether::explains(const Decimal *balance, std::optional<std::size_t> after) const {
  return Orders(calls_, balance, after).fit(before_, false);
}

Decimal WalletTogether::after() const {
  Decimal balance = before_;
  for (const Call &call : calls_)
    if (call.seen == Seen::accepted) balance += call.op.change();
  return balance;
}

}  // namespace pitboss::traffic
