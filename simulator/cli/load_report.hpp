#pragma once

#include <string>
#include <vector>

#include "schemas/formats/load_results.hpp"
#include "simulator/cli/exit_codes.hpp"
#include "simulator/cli/terminal.hpp"

namespace pitboss::cli {

/// The report formats of a load run: those given, or all; "json" is always among them. Throws UsageError.
std::vector<std::string> check_load_formats(const std::vector<std::string> &given);

/// Where a report goes, and how much of it to the terminal.
struct LoadOutput {
  std::string folder;
  std::vector<std::string> formats;
  bool quiet = false;
};

/// Tells what a run came to, writes its report and returns the exit code. Throws UsageError where a file cannot be
/// written: which, and why; what could be written and what was told stays.
ExitCode report_load(const results::LoadResults &results, const LoadOutput &output, const Style &style);

}  // namespace pitboss::cli
