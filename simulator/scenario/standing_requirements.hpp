#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pitboss::scenario {

/// A requirement that is judged on every reply of a run, not by steps of its own.
struct StandingRequirement {
  std::string requirement;  ///< id
  std::string scenario;     ///< id of the scenario that reports it: "wallet.always.request-id-echoed"
};

/// Those of one contract, in the order of the report.
const std::vector<StandingRequirement> &standing_requirements(std::string_view contract);
/// Those of all contracts.
std::vector<StandingRequirement> all_standing_requirements();

}  // namespace pitboss::scenario
