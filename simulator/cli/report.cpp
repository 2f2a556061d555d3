#include <fmt/format.h>

#include "reports/reports.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/compare.hpp"
#include "simulator/cli/formats.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/results_file.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

struct RenderArguments {
  std::string results;
  std::string report_dir = "pitboss-report";
  std::vector<std::string> formats;
  bool to_stdout = false;
};

struct CompareArguments {
  std::string before, after;
};

ExitCode print_report(const RenderArguments &arguments, const results::Results &results) {
  write_out("{}", reports::render(results, arguments.formats.front()));
  return ExitCode::conformant;
}

ExitCode render(const RenderArguments &arguments) {
  const std::vector<std::string> formats = check_formats(arguments.formats, {"json", "html", "junit", "markdown"});
  if (arguments.to_stdout && arguments.formats.size() != 1)
    throw UsageError("report render: --stdout prints one report: name it with --format");
  const results::Results results = read_results(arguments.results);
  if (arguments.to_stdout) return print_report(arguments, results);
  try {
    reports::write(results, arguments.report_dir, formats);
  } catch (const std::runtime_error &error) {
    throw UsageError(std::string("report render: ") + error.what());
  }
  for (const reports::Format &format : reports::formats())
    if (std::find(formats.begin(), formats.end(), format.name) != formats.end())
      write_out("report: {}\n", (std::filesystem::path(arguments.report_dir) / format.file).string());
  return ExitCode::conformant;
}

void add_render(CLI::App &report, Action &chosen) {
  CLI::App *command = report.add_subcommand("render", "Make report files from results.json");
  command->footer(R"(Examples:
  pitboss report render pitboss-report/results.json --format html,junit --report-dir out
  pitboss report render pitboss-report --format markdown --stdout)");
  auto arguments = std::make_shared<RenderArguments>();
  command->add_option("RESULTS", arguments->results, "results.json, or the folder that it is in")
      ->type_name("")
      ->required();
  command->add_option("--report-dir", arguments->report_dir, "Folder to write to")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--format", arguments->formats, "json, html, junit, markdown, tap; several separated by commas")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_flag("--stdout", arguments->to_stdout, "Print the one format instead of writing files");
  command->callback([&chosen, arguments] { chosen = [arguments] { return render(*arguments); }; });
}

void add_compare(CLI::App &report, Action &chosen) {
  CLI::App *command = report.add_subcommand("compare", "What changed between two runs, and why");
  command->footer(R"(Exit codes: 0 nothing became worse, 1 something fails now that did not before, 2 file error.

Examples:
  pitboss report compare last-week/results.json pitboss-report/results.json)");
  auto arguments = std::make_shared<CompareArguments>();
  command->add_option("BEFORE", arguments->before, "results.json of the earlier run, or its folder")
      ->type_name("")
      ->required();
  command->add_option("AFTER", arguments->after, "results.json of the later run, or its folder")
      ->type_name("")
      ->required();
  command->callback([&chosen, arguments] {
    chosen = [arguments] {
      const Comparison comparison = compare(read_results(arguments->before), read_results(arguments->after));
      write_out("{}", comparison.text);
      return comparison.worse ? ExitCode::nonconformant : ExitCode::conformant;
    };
  });
}

}  // namespace

void add_report(CLI::App &app, Action &chosen) {
  CLI::App *command = app.add_subcommand("report", "Work with the results of runs that ended: render, compare");
  command->footer(R"(Examples:
  pitboss report render pitboss-report/results.json --format html
  pitboss report compare before/results.json after/results.json)");
  add_render(*command, chosen);
  add_compare(*command, chosen);
}

}  // namespace pitboss::cli
