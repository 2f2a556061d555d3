#pragma once

#include <cstdint>

#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {

/// What `random_calls` of a scenario draws from: its own seed or that of the run, and its id, so that each scenario
/// draws a sequence of its own. The same on every machine.
std::uint64_t seed_of(const Scenario &scenario, std::uint64_t seed_of_run);

}  // namespace pitboss::scenario
