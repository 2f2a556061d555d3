#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace pitboss::results {

/// The JSON Schema of one of our own file formats, embedded in the program. `path` is seen from the root of the tree:
/// "schemas/formats/results.schema.json". nullopt where there is no such file.
std::optional<std::string_view> format_schema(std::string_view path);

/// The paths of all of them, sorted.
std::vector<std::string_view> format_schema_names();

}  // namespace pitboss::results
