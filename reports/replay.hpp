#pragma once

#include <filesystem>
#include <string>

#include "schemas/formats/results.hpp"

namespace pitboss::reports {

/// Where the report folder has the scenario file that replays a failure: "replay/wallet.replay.applies-once.yaml".
/// Empty where there is none.
std::string replay_file(const results::Scenario &scenario);

/// Writes these files into the report folder, and removes those that an earlier run left there. Throws
/// std::runtime_error: which file, why.
void write_replays(const results::Results &results, const std::filesystem::path &folder);

}  // namespace pitboss::reports
