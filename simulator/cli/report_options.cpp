#include "simulator/cli/report_options.hpp"

#include <fmt/format.h>

#include "reports/reports.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {

void add_report_options(CLI::App &command, ReportArguments &arguments, const std::string &formats) {
  command.add_option("--report-dir", arguments.folder, "Folder of the report")
      ->type_name("DIR")
      ->group("Output")
      ->capture_default_str();
  command
      .add_option("--format", arguments.formats, fmt::format("Report formats: {} (json is always written)", formats))
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("Output");
  command.add_flag("--no-color", arguments.no_color, "No colours (NO_COLOR=1 does the same)")->group("Output");
  command.add_flag("--quiet", arguments.quiet, "Only the verdict and where the report is")->group("Output");
}

void make_report_folder(const std::string &folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw UsageError(
        fmt::format("--report-dir {}: cannot be made: {}: name a folder that can be written", folder, error.message()));
}

std::vector<std::string> report_files(const std::string &folder, const std::vector<std::string> &formats) {
  std::vector<std::string> files;
  for (const reports::Format &format : reports::formats())
    if (std::find(formats.begin(), formats.end(), format.name) != formats.end())
      files.push_back((std::filesystem::path(folder) / format.file).string());
  return files;
}

}  // namespace pitboss::cli
