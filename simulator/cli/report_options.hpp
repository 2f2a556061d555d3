#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

/// The options about the report that commands share.
namespace pitboss::cli {

struct ReportArguments {
  std::string folder = "pitboss-report";
  std::vector<std::string> formats;
  bool no_color = false;
  bool quiet = false;
};

/// --report-dir, --format, --no-color and --quiet. `formats` is what --format takes, for its help.
void add_report_options(CLI::App &command, ReportArguments &arguments, const std::string &formats);

/// Told before a run, not after it. Throws UsageError where the folder cannot be made.
void make_report_folder(const std::string &folder);

/// The paths of a report of results in these formats.
std::vector<std::string> report_files(const std::string &folder, const std::vector<std::string> &formats);

}  // namespace pitboss::cli
