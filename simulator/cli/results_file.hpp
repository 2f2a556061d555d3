#pragma once

#include <filesystem>

#include "schemas/formats/results.hpp"

namespace pitboss::cli {

/// Reads a results.json, or the one of a report folder. Throws files::FileErrors: missing, no JSON (line and column),
/// of another format, or with a member that is wrong (its path).
results::Results read_results(const std::filesystem::path &file_or_folder);

}  // namespace pitboss::cli
