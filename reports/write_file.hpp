#pragma once

#include <filesystem>
#include <string>

namespace pitboss::reports {

/// Makes a folder of a report, if it is missing. Throws std::runtime_error: which, why, what to do.
std::filesystem::path make_folder(const std::filesystem::path &folder);

/// Writes to `file`.partial and renames it, which replaces an older report in one step (POSIX rename). Throws
/// std::runtime_error: which file, why.
void write_file(const std::filesystem::path &file, const std::string &text);

}  // namespace pitboss::reports
