#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/catalogue/catalogue.hpp"
#include "simulator/scenario/run.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/scenario/standing_requirements.hpp"

/// What names of scenarios and requirements a selector means.
namespace pitboss::scenario {

/// `*` is any text, `?` any one character; all else stands for itself.
bool glob_matches(std::string_view pattern, std::string_view text);

/// Whether `pattern` means the scenario: by its id, by the id before what `for_each` appended, or by one of its
/// requirements.
bool names(std::string_view pattern, const Scenario &scenario);
bool names(std::string_view pattern, const StandingRequirement &standing);

/// Everything that a selector can name.
std::vector<std::string> known_names(const std::vector<Scenario> &all);

/// The rows that a run of these scenarios answers for: all of the contracts (at the level of the selection) where
/// nothing but the level, contracts and skips were selected; else those that the scenarios declare, and the standing
/// ones that were named.
std::vector<const catalogue::Requirement *> selected_requirements(const std::vector<const Scenario *> &scenarios,
                                                                  const Selection &selection,
                                                                  const std::set<std::string> &contracts);

}  // namespace pitboss::scenario
