#pragma once

#include <string>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/cli/exit_codes.hpp"
#include "simulator/cli/terminal.hpp"

namespace pitboss::cli {

/// What the user reads when a run has ended: each failed requirement with its story and its curl command, warnings,
/// what was skipped and what to add. Pure: the same results give the same text. `replay` is the command that plays a
/// failure again, up to the name of the file in the report folder.
std::string describe_results(const results::Results &results, const Style &style,
                             const std::string &replay = "pitboss check --target TARGET --replay ");

/// The last lines: verdict, seed, and where the report is. `files` are the paths of the report.
std::string describe_verdict(const results::Results &results, const std::vector<std::string> &files,
                             const Style &style);

/// One line for each finding of the doctor, and its hint; those that pass only where `all`.
std::string describe_findings(const std::vector<results::Finding> &findings, const Style &style, bool all);

bool has_failure(const std::vector<results::Finding> &findings);

/// What `check` answers to its caller.
ExitCode exit_code_of(const results::Results &results);

}  // namespace pitboss::cli
