#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "simulator/scenario/scenario.hpp"

namespace pitboss::cli {

/// Reads the list of `--expected-failures`: one id of a scenario or requirement a line; `#` begins a comment, which
/// should say why. Throws files::FileErrors: no such file; an id that names nothing, with the nearest right one.
std::set<std::string> read_expected_failures(const std::filesystem::path &path,
                                             const std::vector<scenario::Scenario> &scenarios);

}  // namespace pitboss::cli
