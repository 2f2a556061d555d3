#pragma once

#include <filesystem>

#include "schemas/formats/load_results.hpp"
#include "schemas/formats/results.hpp"

namespace pitboss::cli {

/// Whether a file of JSON says that it holds results of `pitboss load`. Throws files::FileErrors where it is no JSON.
bool is_load_file(const std::filesystem::path &path);
/// Reads load.json, or the one in a folder. Throws files::FileErrors: file, line, column, what is wrong.
results::LoadResults read_load_results(const std::filesystem::path &file_or_folder);

/// Reads a results.json, or the one of a report folder. Throws files::FileErrors: missing, no JSON (line and column),
/// of another format, or with a member that is wrong (its path).
results::Results read_results(const std::filesystem::path &file_or_folder);

}  // namespace pitboss::cli
