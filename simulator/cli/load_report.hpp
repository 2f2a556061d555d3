#pragma once

#include <string>
#include <vector>

#include "schemas/formats/load_results.hpp"

namespace pitboss::cli {

/// The report formats of a load run: those given, or all; "json" is always among them. Throws UsageError.
std::vector<std::string> check_load_formats(const std::vector<std::string> &given);

/// Told before the run, not after it: a folder that cannot be written. Throws UsageError.
void make_load_folder(const std::string &folder);

/// Writes the formats and returns the files. Throws UsageError: which file, why.
std::vector<std::string> write_load_report(const results::LoadResults &results, const std::string &folder,
                                           const std::vector<std::string> &formats);

}  // namespace pitboss::cli
