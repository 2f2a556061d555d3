#pragma once

#include <string>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// Why a scenario cannot be played against a target file at all.
struct Unmet {
  results::Verdict verdict = results::Verdict::pass;  ///< pass: it can; skip; not_applicable
  std::string reason;
  std::string hint;  ///< what exactly to add to the target file
};
Unmet unmet_need(const Scenario &scenario, const target::TargetFile &target);

/// The players (indices in the target file) that may be player 1 of the scenario: those with a free game, or the one
/// whose expired token is named. Not empty where no need is unmet.
std::vector<std::size_t> possible_first_players(const Scenario &scenario, const target::Wallet &wallet);

}  // namespace pitboss::scenario
