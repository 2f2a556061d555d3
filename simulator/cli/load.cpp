#include <fmt/format.h>

#include <csignal>

#include "schemas/wire/ids.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/load_arguments.hpp"
#include "simulator/cli/load_report.hpp"
#include "simulator/cli/load_view.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/summary.hpp"
#include "simulator/cli/usage_error.hpp"
#include "simulator/scenario/run.hpp"
#include "simulator/scenario/sessions.hpp"
#include "simulator/traffic/measured.hpp"
#include "simulator/traffic/wallet_traffic.hpp"

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

/// The doctor looks at the wallet, and at few of what may be many players. False where it found the setup wrong.
bool is_healthy(target::TargetFile file, const Style &style) {
  file.rest.clear();
  if (file.wallet->players.size() > players_examined) file.wallet->players.resize(players_examined);
  const std::vector<results::Finding> findings = scenario::examine(file);
  if (!has_failure(findings)) return true;
  write_out("{}", describe_findings(findings, style, false));
  write_out("blocked: fix what is marked FAIL; `pitboss doctor` looks again\n");
  return false;
}

/// One for each player of the file; those that nobody asks for stay empty.
std::vector<std::string> launch_tokens(const target::Wallet &wallet, const std::vector<std::size_t> &players,
                                       target::Redactor &redactor) {
  std::vector<std::string> tokens(wallet.players.size());
  for (const std::size_t player : players) {
    const scenario::LaunchToken token = scenario::launch_token_of(wallet.players[player]);
    if (!token.error.empty()) throw UsageError(fmt::format("player {}: {}", player + 1, token.error));
    redactor.add(token.token, fmt::format("<wallet.players.{}.launch_token>", player + 1));
    tokens[player] = token.token;
  }
  return tokens;
}

traffic::WalletSetup wallet_setup(const target::TargetFile &file, const traffic::Profile &profile,
                                  const traffic::RunOptions &options, target::Redactor &redactor,
                                  const wire::Signer &signer, const std::string &id) {
  const traffic::WalletPlan plan = traffic::read_wallet_plan(profile.file);
  const std::vector<std::size_t> players = traffic::players_of_shard(*file.wallet, plan, options.shard);
  if (players.empty())
    throw UsageError(fmt::format("--shard: the target file has {} players, too few for {} shards",
                                 file.wallet->players.size(), options.shard.of));
  const std::vector<std::string> tokens = launch_tokens(*file.wallet, players, redactor);
  return traffic::make_wallet_setup(file, profile.file, tokens, options.shard, options.seed, "pb" + id.substr(0, 8),
                                    signer);
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

ExitCode exit_code_of(results::LoadVerdict verdict) {
  switch (verdict) {
    case results::LoadVerdict::held:
      return ExitCode::conformant;
    case results::LoadVerdict::broken:
      return ExitCode::nonconformant;
    case results::LoadVerdict::incomplete:
      break;
  }
  return ExitCode::incomplete;
}

/// Runs the traffic and judges what came of it.
results::LoadResults run_load(const LoadArguments &arguments, const Invocation &invocation,
                              const target::TargetFile &file, const traffic::Profile &profile,
                              const traffic::RunOptions &options, const Style &style) {
  const std::string id = wire::fresh_guid();
  const wire::Signer signer(file.wallet->hmac_secret, file.wallet->signature_encoding);
  target::Redactor redactor = file.redactor;
  traffic::WalletTraffic traffic(wallet_setup(file, profile, options, redactor, signer, id));
  const traffic::Endpoint endpoint = traffic::find_endpoint(file.wallet->base_url, file.tls, file.timeouts);
  LoadView view(stdout, style, options.warm_up + options.duration);
  const wire::TimePoint started_at = wire::now();
  const traffic::Ran ran = traffic::run(options, endpoint, traffic, stopped, [&](const traffic::Progress &progress) {
    if (!arguments.quiet) view.show(progress);
    if (arguments.abort_early) abort_if_hopeless(progress, profile.thresholds);
  });
  view.end();
  results::LoadResults results = traffic::to_results(ran, traffic, file, file.wallet->base_url, redactor);
  results.id = id;
  results.version = version();
  results.command = invocation.command_line;
  results.profile = profile.name;
  results.contract = "wallet";
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
  if (!file.wallet)
    throw UsageError(
        fmt::format("{}: has no part `wallet`, which the profile {} needs", arguments.target, profile.name));
  if (!file.proxy.empty())
    throw UsageError(fmt::format("{}: `proxy`: load goes straight to the target; remove the key", arguments.target));
  make_load_folder(arguments.report_dir);
  const Style style = style_of(stdout, arguments.no_color);
  if (!is_healthy(file, style)) return ExitCode::blocked;
  stop_on_signal();
  const results::LoadResults results = run_load(arguments, invocation, file, profile, options, style);
  const std::vector<std::string> files = write_load_report(results, arguments.report_dir, formats);
  if (!arguments.quiet) write_out("{}", describe_load(results, style));
  write_out("{}", describe_load_verdict(results, files, style));
  return exit_code_of(results.verdict);
}

}  // namespace

void add_load(CLI::App &app, Action &chosen, const Invocation &invocation) {
  CLI::App *command =
      app.add_subcommand("load", "Sustained traffic, every reply verified, the books closed at the end");
  command->footer(
      R"(Players of the target file play what the profile says; each reply is held against what the player must have by then,
and at the end each balance is read back. A figure counts right replies only.

Examples:
  pitboss load --target pitboss-target.yaml
  pitboss load --target acme.yaml --rate 500 --duration 5m --threshold 'p99<50ms' --threshold errors==0
  pitboss load --target acme.yaml --profile my-traffic.yaml --shard 1/4 --report-dir shard-1

Exit codes: 0 every reply right, books closed, thresholds held; 1 not; 2 usage or file error; 3 blocked (run `pitboss
doctor`); 4 incomplete or void (stopped, players that could not be audited, the generator fell behind); 5 harness failure.)");
  auto arguments = std::make_shared<LoadArguments>();
  add_load_options(*command, *arguments);
  command->callback(
      [&chosen, arguments, invocation] { chosen = [arguments, invocation] { return load(*arguments, invocation); }; });
}

}  // namespace pitboss::cli
