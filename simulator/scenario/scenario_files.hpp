#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace pitboss::scenario {

/// The text of a scenario file that comes with Pitboss, embedded in the program. `path` is seen from the root of the
/// tree: "scenarios/wallet/replay.yaml". nullopt where there is no such file.
std::optional<std::string_view> scenario_file(std::string_view path);

/// The paths of all of them, sorted.
std::vector<std::string_view> scenario_file_names();

}  // namespace pitboss::scenario
