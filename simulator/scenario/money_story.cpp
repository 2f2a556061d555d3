#include "simulator/scenario/money_story.hpp"

namespace pitboss::scenario {
namespace {

using wire::Decimal;

Decimal magnitude(const Decimal &value) {
  return value.is_negative() ? -value : value;
}

std::string participle(const std::string &what) {
  if (what == "debit") return "taken";
  if (what == "credit") return "paid";
  return "paid back";
}

std::string times(int n) {
  if (n == 2) return "twice";
  return std::to_string(n) + " times";
}

/// n where `off` is n times `effect`, 1 to 24; 0 where it is none.
int multiple_of(const Decimal &off, const Decimal &effect) {
  Decimal sum;
  for (int n = 1; n <= 24; ++n) {
    sum += effect;
    if (sum == off) return n;
  }
  return 0;
}

/// What happened, where the difference shows it; empty where it does not.
std::string pattern(const MoneyCall &call, const Decimal &off, bool refused, int decimals) {
  if (magnitude(off) < Decimal::unit(decimals)) return "was rounded";
  if (call.what.empty() || call.effect.is_zero()) return "";
  if (refused && off == call.effect) return "was refused, and " + participle(call.what) + " all the same";
  if (off == -call.effect) return "was answered as done, but it was not " + participle(call.what);
  if (off == -(call.effect + call.effect)) return "went the wrong way";
  if (const int more = multiple_of(off, call.effect); more > 0)
    return "was " + participle(call.what) + " " + times(more + 1);
  return "";
}

}  // namespace

std::string tell(const MoneyCall &call, const BalanceMiss &miss, bool refused, int decimals) {
  const Decimal off = miss.actual - miss.right;
  const std::string balances = "balance " + miss.actual.to_string(decimals) + " where " +
                               miss.right.to_string(decimals) + " is right (" + magnitude(off).to_string(decimals) +
                               (off.is_negative() ? " too little)" : " too much)");
  const std::string what = pattern(call, off, refused, decimals);
  if (call.what.empty()) return "The " + balances;
  const bool of_unknown_amount = call.what == "rollback" && call.amount.is_zero();
  const std::string name = "The " + call.what + (of_unknown_amount ? "" : " of " + call.amount.to_string(decimals));
  if (!what.empty()) return name + " " + what + ": " + balances;
  return "After the " + name.substr(4) + (refused ? " was refused" : "") + ": " + balances;
}

std::string tell_answer(const std::string &call, const std::string &expected, const std::string &actual) {
  const bool answered = !actual.empty() && actual.front() >= '0' && actual.front() <= '9';  // a status
  return "The " + call + (answered ? " was answered " : " got no answer: ") + actual + ", where " + expected +
         " is right";
}

}  // namespace pitboss::scenario
