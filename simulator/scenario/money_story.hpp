#pragma once

#include <string>

#include "simulator/scenario/expectation.hpp"
#include "simulator/scenario/player_in_play.hpp"

namespace pitboss::scenario {

/// Tells a wrong balance as a story about money: "The credit of 25.00 was paid twice: balance 1040.00 where 1015.00 is
/// right (25.00 too much)". Knows the patterns of common faults: applied again, not applied, applied the wrong way
/// round, rounded. `call` is the last call that moved money, or tried to; `refused` whether it was answered with a 4xx.
std::string tell(const MoneyCall &call, const BalanceMiss &miss, bool refused, int decimals);

/// Tells an answer that is not the right one: "The debit of 10.00 was accepted (200), where it must be refused".
std::string tell_answer(const std::string &call, const std::string &expected, const std::string &actual);

}  // namespace pitboss::scenario
