#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <random>

#include "reports/reports.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/expected_failures.hpp"
#include "simulator/cli/formats.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/progress.hpp"
#include "simulator/cli/report_options.hpp"
#include "simulator/cli/selection.hpp"
#include "simulator/cli/summary.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

struct CheckArguments {
  std::string target;
  SelectionArguments selection;
  std::string replay;
  std::optional<std::uint64_t> seed;
  int jobs = 0;
  bool fail_fast = false;
  int repeat = 1;
  std::string expected_failures;
  ReportArguments report;
};

/// Ctrl-C ends the run between two steps, so that money is given back and the report written; a second one ends the
/// process.
std::atomic<bool> cancelled{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

void cancel_on_signal() {
  struct sigaction action {};
  action.sa_handler = [](int) { cancelled.store(true); };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

std::uint64_t fresh_seed() {
  return std::random_device{}();
}

void check_contracts(const target::TargetFile &file, const std::vector<std::string> &contracts,
                     const std::string &path) {
  for (const std::string &contract : contracts)
    if (file.redacted.find(contract) == nullptr)
      throw UsageError(
          fmt::format("{}: has no part `{}`, which --contract asks for: add it to the file", path, contract));
}

scenario::RunOptions run_options(const CheckArguments &arguments, const Invocation &invocation,
                                 const std::vector<scenario::Scenario> &scenarios) {
  scenario::RunOptions options;
  options.selection = to_selection(arguments.selection);
  options.selection.declared_only = !arguments.replay.empty();
  options.seed = arguments.seed.value_or(fresh_seed());
  options.jobs = arguments.jobs;
  options.fail_fast = arguments.fail_fast;
  options.repeat = arguments.repeat;
  if (!arguments.expected_failures.empty())
    options.expected_failures = read_expected_failures(arguments.expected_failures, scenarios);
  options.command = invocation.command_line;
  options.version = version();
  return options;
}

ExitCode check(const CheckArguments &arguments, const Invocation &invocation) {
  const std::vector<std::string> formats =
      check_formats(arguments.report.formats, {"json", "html", "junit", "markdown"});
  const target::TargetFile file = target::load_target(arguments.target, target::process_environment());
  check_contracts(file, arguments.selection.contracts, arguments.target);
  const std::vector<scenario::Scenario> scenarios =
      arguments.replay.empty() ? load_all(arguments.selection)
                               : scenario::load_scenarios(std::filesystem::path(arguments.replay));
  const scenario::RunOptions options = run_options(arguments, invocation, scenarios);
  std::vector<scenario::SelectionProblem> problems;
  const bool empty = scenario::select(scenarios, options.selection, problems).empty();
  tell(problems);
  if (empty && problems.empty()) write_err("pitboss: the selection leaves no scenario\n");
  if (empty || !problems.empty()) return ExitCode::incomplete;
  make_report_folder(arguments.report.folder);

  const Style style = style_of(stdout, arguments.report.no_color);
  reports::Reporter reporter(arguments.report.folder, formats);
  std::vector<results::Listener *> listeners{&reporter};
  const std::unique_ptr<results::Listener> progress = make_progress(stdout, style);
  if (!arguments.report.quiet) listeners.push_back(progress.get());
  cancel_on_signal();
  const results::Results results = scenario::run(file, scenarios, options, listeners, cancelled);
  if (!arguments.report.quiet)
    write_out("{}", describe_results(results, style,
                                     fmt::format("pitboss check --target {} --replay {}/", arguments.target,
                                                 arguments.report.folder)));
  write_out("{}", describe_verdict(results, report_files(arguments.report.folder, formats), style));
  return exit_code_of(results);
}

void add_run_options(CLI::App &command, CheckArguments &arguments) {
  command
      .add_option("--replay", arguments.replay,
                  "Only the scenarios of this file, as reports have them in `replay/`, and only what they declare")
      ->type_name("FILE")
      ->excludes("--scenarios")
      ->group("Run");
  command.add_option("--seed", arguments.seed, "Random calls are drawn from it; random and printed where not given")
      ->type_name("N")
      ->group("Run");
  command.add_option("--jobs", arguments.jobs, "Scenarios at once; 0: as many as there are players for")
      ->type_name("N")
      ->check(CLI::Range(0, 1000))
      ->group("Run")
      ->capture_default_str();
  command.add_flag("--fail-fast", arguments.fail_fast, "Stop at the first failed MUST")->group("Run");
  command
      .add_option("--repeat", arguments.repeat, "Run the selection N times; of each scenario the gravest result counts")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000))
      ->group("Run")
      ->capture_default_str();
  command
      .add_option("--expected-failures", arguments.expected_failures,
                  "Ids that may fail, one a line (# begins a comment); a listed one that passes fails the run")
      ->type_name("FILE")
      ->group("Run");
}

}  // namespace

void add_check(CLI::App &app, Action &chosen, const Invocation &invocation) {
  CLI::App *command = app.add_subcommand("check", "Run the scenarios against a target and judge it");
  command->footer(R"(Examples:
  pitboss check --target pitboss-target.yaml
  pitboss check --target acme.yaml --only 'wallet.replay.*' --level must
  pitboss check --target acme.yaml --only wallet.debit.lowers-balance --seed 42
  pitboss check --target acme.yaml --replay pitboss-report/replay/wallet.debit.lowers-balance.yaml
  pitboss check --target acme.yaml --format junit,markdown --report-dir out --no-color

Exit codes: 0 conformant, 1 not conformant, 2 usage or file error, 3 blocked (run `pitboss doctor`), 4 incomplete,
5 harness failure.)");
  auto arguments = std::make_shared<CheckArguments>();
  command->add_option("--target", arguments->target, "The target file")->type_name("FILE")->required();
  add_selection_options(*command, arguments->selection);
  add_run_options(*command, *arguments);
  add_report_options(*command, arguments->report, "json,html,junit,markdown,tap");
  command->callback(
      [&chosen, arguments, invocation] { chosen = [arguments, invocation] { return check(*arguments, invocation); }; });
}

}  // namespace pitboss::cli
