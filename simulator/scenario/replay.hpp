#pragma once

#include <cstdint>
#include <string>

#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {

struct ReplayOptions {
  std::size_t steps = 0;    ///< so many of the scenario's steps, from the first
  std::uint64_t seed = 0;   ///< of the run; written where one of the steps draws from it
  std::string requirement;  ///< to be judged besides; empty: none
};

/// A scenario file that plays the first steps of `scenario` alone, for `pitboss check --replay`. Ids are fresh in every
/// run and need not be the same; what `for_each` replaced stays replaced. Empty for a scenario that was read from no
/// file.
std::string replay_text(const Scenario &scenario, const ReplayOptions &options);

}  // namespace pitboss::scenario
