#include <fmt/format.h>

#include <csignal>

#include "schemas/wire/ids.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/find_limit.hpp"
#include "simulator/cli/load_arguments.hpp"
#include "simulator/cli/load_flows.hpp"
#include "simulator/cli/load_report.hpp"
#include "simulator/cli/load_view.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/report_options.hpp"
#include "simulator/cli/summary.hpp"
#include "simulator/cli/usage_error.hpp"
#include "simulator/scenario/run.hpp"
#include "simulator/traffic/measured.hpp"

namespace pitboss::cli {
namespace {

using traffic::Outcome;

constexpr std::size_t players_examined = 2;

/// Ctrl-C ends the run in good order: the books are closed and the report written; a second one ends the process.
std::atomic<bool> stopped{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

void stop_on_signal() {
  struct sigaction action {};
  action.sa_handler = [](int) { stopped.store(true); };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

/// The doctor looks at what the profile uses, and at few of what may be many players. False where it found the setup
/// wrong.
bool is_healthy(target::TargetFile file, const traffic::Profile &profile, const Style &style) {
  std::erase_if(file.rest, [&](const target::Rest &rest) { return !profile.uses(rest.contract); });
  if (!profile.uses("wallet")) file.wallet.reset();
  if (file.wallet && file.wallet->players.size() > players_examined) file.wallet->players.resize(players_examined);
  const std::vector<results::Finding> findings = scenario::examine(file);
  if (!has_failure(findings)) return true;
  write_out("{}", describe_findings(findings, style, false));
  write_out("blocked: fix what is marked FAIL; `pitboss doctor` looks again\n");
  return false;
}

/// "wallet", "feed, movements, wallet"
std::string contracts_text(const traffic::Profile &profile) {
  std::string text;
  for (const traffic::ContractShare &part : profile.contracts) text += (text.empty() ? "" : ", ") + part.contract;
  return text;
}

/// Ends a run early where the line asks for it.
void abort_if_hopeless(const traffic::Progress &progress, const std::vector<traffic::Threshold> &thresholds) {
  const auto of = [&progress](Outcome outcome) { return progress.ended[static_cast<std::size_t>(outcome)]; };
  const std::uint64_t errors = of(Outcome::wrong) + of(Outcome::failed);
  bool hopeless = of(Outcome::wrong) > 0;
  for (const traffic::Threshold &threshold : thresholds)
    if (threshold.of == traffic::Threshold::Of::errors && errors > 0 &&
        (threshold.is == traffic::Threshold::Is::equal || threshold.is == traffic::Threshold::Is::at_most ||
         threshold.is == traffic::Threshold::Is::less))
      hopeless = hopeless || (static_cast<double>(errors) > threshold.limit);
  if (hopeless) stopped.store(true);
}

/// Runs the traffic and judges what came of it.
results::LoadResults run_load(const LoadArguments &arguments, const Invocation &invocation,
                              const target::TargetFile &file, const traffic::Profile &profile,
                              const traffic::RunOptions &options, const Style &style) {
  const std::string id = wire::fresh_guid();
  target::Redactor redactor = file.redactor;
  const traffic::Flows flows = make_flows(file, profile, options, redactor, id);
  LoadView view(stdout, style, options.warm_up + options.duration);
  const wire::TimePoint started_at = wire::now();
  const traffic::Ran ran = traffic::run(options, flows, stopped, [&](const traffic::Progress &progress) {
    if (!arguments.quiet) view.show(progress);
    if (arguments.abort_early) abort_if_hopeless(progress, profile.thresholds);
  });
  view.end();
  results::LoadResults results = traffic::to_results(ran, flows, file, redactor);
  results.id = id;
  results.version = version();
  results.command = invocation.command_line;
  results.profile = profile.name;
  results.contract = contracts_text(profile);
  results.shape = shape_text(options);
  results.shard = arguments.shard;
  results.started_at = started_at;
  results.finished_at = wire::now();
  results.seed = options.seed;
  results.connections = options.connections;
  results.warm_up_ms = std::chrono::duration_cast<std::chrono::milliseconds>(options.warm_up).count();
  if (options.open_loop)
    results.max_lag_us = std::chrono::duration_cast<std::chrono::microseconds>(options.open_loop->max_lag).count();
  results.target = file.redacted;
  traffic::judge(results, profile.thresholds);
  if (ran.stopped && results.verdict == results::LoadVerdict::held) {
    results.verdict = results::LoadVerdict::incomplete;
    results.headline = "incomplete: stopped before its time; " + results.headline;
  }
  return results;
}

ExitCode load(const LoadArguments &arguments, const Invocation &invocation) {
  const std::vector<std::string> formats = check_load_formats(arguments.formats);
  const traffic::Profile profile = profile_of(arguments);
  const traffic::RunOptions options = run_options(arguments, profile);
  const target::TargetFile file = target::load_target(arguments.target, target::process_environment());
  for (const traffic::ContractShare &part : profile.contracts)
    if (!file.has(part.contract))
      throw UsageError(fmt::format("{}: has no part `{}`, which the profile {} needs", arguments.target, part.contract,
                                   profile.name));
  if (!file.proxy.empty())
    throw UsageError(fmt::format("{}: `proxy`: load goes straight to the target; remove the key", arguments.target));
  make_report_folder(arguments.report_dir);
  const Style style = style_of(stdout, arguments.no_color);
  if (!is_healthy(file, profile, style)) return ExitCode::blocked;
  stop_on_signal();
  const auto run_once = [&](const traffic::RunOptions &chosen) {
    return run_load(arguments, invocation, file, profile, chosen, style);
  };
  return report_load(arguments.find_limit ? find_limit(options, stopped, run_once) : run_once(options),
                     {arguments.report_dir, formats, arguments.quiet}, style);
}

}  // namespace

void add_load(CLI::App &app, Action &chosen, const Invocation &invocation) {
  CLI::App *command =
      app.add_subcommand("load", "Sustained traffic, every reply verified, the books closed at the end");
  command->footer(
      R"(Players of the target file play what the profile says, or an operator pushes customers, transactions, activity and
movements; each reply is held against what must be there by then, and at the end everything is read back. A figure
counts right replies only.

Examples:
  pitboss load --target pitboss-target.yaml
  pitboss load --target acme.yaml --rate 500 --duration 5m --threshold 'p99<50ms' --threshold errors==0
  pitboss load --target acme.yaml --profile operator-day
  pitboss load --target acme.yaml --find-limit --duration 20s --threshold 'p99<50ms' --threshold errors==0
  pitboss load --target acme.yaml --profile my-traffic.yaml --shard 1/4 --report-dir shard-1

Exit codes: 0 every reply right, books closed, thresholds held; 1 not; 2 usage or file error; 3 blocked (run `pitboss
doctor`); 4 incomplete or void (stopped, players that could not be audited, the generator fell behind); 5 harness failure.)");
  auto arguments = std::make_shared<LoadArguments>();
  add_load_options(*command, *arguments);
  command->callback(
      [&chosen, arguments, invocation] { chosen = [arguments, invocation] { return load(*arguments, invocation); }; });
}

}  // namespace pitboss::cli
