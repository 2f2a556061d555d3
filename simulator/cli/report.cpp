#include <fmt/format.h>

#include "reports/reports.hpp"
#include "schemas/wire/ids.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/compare.hpp"
#include "simulator/cli/formats.hpp"
#include "simulator/cli/load_report.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/report_options.hpp"
#include "simulator/cli/results_file.hpp"
#include "simulator/cli/usage_error.hpp"
#include "simulator/traffic/merge.hpp"

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

struct MergeArguments {
  std::vector<std::string> shards;
  std::string report_dir = "pitboss-load";
  std::vector<std::string> formats;
  bool no_color = false;
  bool quiet = false;
};

ExitCode merge(const MergeArguments &arguments, const Invocation &invocation) {
  const std::vector<std::string> formats = check_load_formats(arguments.formats);
  std::vector<traffic::Shard> shards;
  for (const std::string &path : arguments.shards) shards.push_back({path, read_load_results(path)});
  results::LoadResults results;
  try {
    results = traffic::merge(shards);
  } catch (const std::runtime_error &error) {
    throw UsageError(std::string("report merge: ") + error.what());
  }
  results.id = wire::fresh_guid();
  results.command = invocation.command_line;
  make_report_folder(arguments.report_dir);
  return report_load(results, {arguments.report_dir, formats, arguments.quiet}, style_of(stdout, arguments.no_color));
}

void add_merge(CLI::App &report, Action &chosen, const Invocation &invocation) {
  CLI::App *command = report.add_subcommand("merge", "Join the results of the shards of a load run");
  command->footer(
      R"(Counts, histograms, findings and books are added without loss, and thresholds judged anew, of the whole. Shards that do
not belong together, or are not all there, are refused.

Exit codes: those of `pitboss load`, of the whole run.

Examples:
  pitboss report merge shard-1 shard-2 shard-3 shard-4 --report-dir all)");
  auto arguments = std::make_shared<MergeArguments>();
  command->add_option("SHARDS", arguments->shards, "load.json of each shard, or the folder that it is in")
      ->type_name("")
      ->required();
  command->add_option("--report-dir", arguments->report_dir, "Folder to write to")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--format", arguments->formats, "json, html, markdown, hdr; several separated by commas")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_flag("--no-color", arguments->no_color, "No colours (NO_COLOR=1 does the same)");
  command->add_flag("--quiet", arguments->quiet, "Only the verdict and where the report is");
  command->callback(
      [&chosen, arguments, invocation] { chosen = [arguments, invocation] { return merge(*arguments, invocation); }; });
}

}  // namespace

void add_report(CLI::App &app, Action &chosen, const Invocation &invocation) {
  CLI::App *command = app.add_subcommand("report", "Work with the results of runs that ended: render, compare, merge");
  command->footer(R"(Examples:
  pitboss report render pitboss-report/results.json --format html
  pitboss report compare before/results.json after/results.json
  pitboss report merge shard-1 shard-2 --report-dir all)");
  add_render(*command, chosen);
  add_compare(*command, chosen);
  add_merge(*command, chosen, invocation);
}

}  // namespace pitboss::cli
