#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/reports.hpp"
#include "schemas/journal/journal.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/formats.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/referee_end.hpp"
#include "simulator/cli/report_options.hpp"
#include "simulator/cli/server_options.hpp"
#include "simulator/cli/summary.hpp"
#include "simulator/cli/usage_error.hpp"
#include "simulator/referee/to_results.hpp"
#include "simulator/traffic/profile.hpp"

namespace pitboss::cli {
namespace {

namespace fs = std::filesystem;

struct RefereeArguments {
  reference::ServerOptions options;
  std::string target_file = "./pitboss-target.yaml";
  std::string journal, record, clock, longest, quiet_end = "3s";
  std::vector<std::string> scripts;
  ReportArguments report;
};

/// "30s", or "30".
std::chrono::nanoseconds duration_of(const std::string &option, const std::string &text) {
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const auto duration = traffic::parse_duration(is_number ? text + "s" : text);
  if (!duration) throw UsageError(fmt::format("{} {}: is no time: 500ms, 30s, 5m or 1h", option, text));
  return *duration;
}

/// Where the journal goes. One of a former run in the report folder is kept under another name.
fs::path journal_path(const RefereeArguments &arguments) {
  if (!arguments.record.empty()) return arguments.record;
  make_report_folder(arguments.report.folder);
  const fs::path path = fs::path(arguments.report.folder) / "journal.jsonl";
  for (int n = 1; fs::exists(path); ++n) {
    const fs::path kept = fs::path(arguments.report.folder) / fmt::format("journal-{}.jsonl", n);
    if (!fs::exists(kept)) fs::rename(path, kept);
  }
  return path;
}

journal::Journal read(const fs::path &path) {
  try {
    journal::JournalFile file = journal::read_journal(path);
    if (file.cut_line)
      write_err("pitboss: {}:{}: the line is cut: whoever wrote it was ended; it is passed over\n", path.string(),
                *file.cut_line);
    return std::move(file.journal);
  } catch (const journal::JournalError &error) {
    throw UsageError(error.what());
  }
}

/// What the user has to see: the verdict on each requirement, the report.
ExitCode judge(const fs::path &path, const RefereeArguments &arguments, const Invocation &invocation) {
  const std::vector<std::string> formats =
      check_formats(arguments.report.formats, {"json", "html", "junit", "markdown"});
  const results::Results results = referee::to_results(read(path), invocation.command_line);
  make_report_folder(arguments.report.folder);
  reports::write(results, arguments.report.folder, formats);
  std::vector<std::string> files = report_files(arguments.report.folder, formats);
  files.insert(files.begin(), path.string());
  const Style style = style_of(stdout, arguments.report.no_color);
  if (!arguments.report.quiet)
    write_out("{}", describe_results(results, style, "pitboss referee --journal " + path.string() + " # "));
  write_out("{}", describe_verdict(results, files, style));
  return exit_code_of(results);
}

void greet(const reference::Server &server, const RefereeArguments &arguments) {
  // The first line is what scripts wait for: the server is bound and the target file is written by then.
  write_out("pitboss referee: listening on {}\n", server.base_url());
  if (arguments.report.quiet) {
    static_cast<void>(std::fflush(stdout));
    return;
  }
  write_out("judges clients of: {}\njournal: {}\n", fmt::join(arguments.options.referee.contracts, ", "),
            arguments.options.referee.journal.string());
  write_out("\nNow let your client work against it; addresses, players and keys are in {}.\n", arguments.target_file);
  write_out("It ends when every requirement has been observed and the client is quiet, or with Ctrl-C.\n");
  static_cast<void>(std::fflush(stdout));
}

/// Says what has not been seen yet, so that nobody waits for nothing.
bool look_at(const fs::path &path, bool quiet) {
  const results::Results results = referee::to_results(read(path), "");
  std::vector<std::string> missing;
  for (const results::RequirementResult &one : results.requirements)
    if (one.verdict == results::Verdict::skip) missing.push_back(one.id);
  if (!missing.empty() && !quiet) {
    write_out("the client is quiet; not observed yet: {}\n", fmt::join(missing, ", "));
    static_cast<void>(std::fflush(stdout));
  }
  return missing.empty();
}

reference::ServerOptions server_options(const RefereeArguments &arguments) {
  reference::ServerOptions options = arguments.options;
  options.target_file = arguments.target_file;
  options.referee.version = version();
  options.referee.journal = journal_path(arguments);
  for (const std::string &script : arguments.scripts) options.referee.scripts.emplace_back(script);
  if (arguments.clock.empty()) return options;
  options.referee.clock = wire::parse_date_time(arguments.clock);
  if (!options.referee.clock)
    throw UsageError(fmt::format("--clock {}: is no time: 2026-11-25T23:50:00Z", arguments.clock));
  return options;
}

ExitCode run(RefereeArguments &arguments, const Invocation &invocation) {
  if (!arguments.journal.empty()) return judge(arguments.journal, arguments, invocation);
  if (arguments.options.referee.contracts.empty())
    throw UsageError("referee: whose client is to be judged? --contract wallet, feed or movements (repeatable)");
  RefereeEnd::Settings end_settings{.quiet = duration_of("--quiet-end", arguments.quiet_end), .longest = {}};
  if (!arguments.longest.empty()) end_settings.longest = duration_of("--for", arguments.longest);
  check_formats(arguments.report.formats, {});
  arguments.options = server_options(arguments);
  const fs::path journal = arguments.options.referee.journal;
  const sigset_t signals = prepare_process();
  RefereeEnd *end = nullptr;
  arguments.options.referee.on_exchange = [&end](bool begins) {
    if (end != nullptr) end->on_exchange(begins);
  };
  const std::unique_ptr<reference::Server> server = start_server(arguments.options, "referee");
  RefereeEnd watch(
      end_settings, [&] { return look_at(journal, arguments.report.quiet); }, [&] { server->stop(); });
  end = &watch;
  greet(*server, arguments);
  try {
    const StopOnSignal stop(signals, *server);
    server->run();
  } catch (const std::runtime_error &error) {  // the store or the journal
    write_err("pitboss: referee: {}\n", error.what());
    return ExitCode::harness;
  }
  return judge(journal, arguments, invocation);
}

void add_judging_options(CLI::App &command, RefereeArguments &arguments) {
  reference::RefereeOptions &referee = arguments.options.referee;
  command.add_option("--contract", referee.contracts, "Whose client is judged (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->check(one_of({"wallet", "feed", "movements"}))
      ->group("Judging");
  command.add_option("--journal", arguments.journal, "Judge this journal, and serve nothing")
      ->type_name("FILE")
      ->group("Judging");
  command
      .add_option("--record", arguments.record, "Where the journal is written (default: journal.jsonl in the report)")
      ->type_name("FILE")
      ->group("Judging");
  command
      .add_option("--script", arguments.scripts,
                  "What is done to the client: a file for each contract (default: the shipped scripts)")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group("Judging");
  command.add_flag("--no-script", referee.behaves, "Do nothing to the client")->excludes("--script")->group("Judging");
  command.add_option("--seed", referee.seed, "Which operations the script meddles with")
      ->type_name("N")
      ->group("Judging")
      ->capture_default_str();
  command.add_option("--for", arguments.longest, "End after this time at the latest: 30s, 5m")
      ->type_name("TIME")
      ->group("Judging");
  command
      .add_option("--quiet-end", arguments.quiet_end,
                  "How long the client is quiet before the end, once all has been observed")
      ->type_name("TIME")
      ->group("Judging")
      ->capture_default_str();
  command.add_option("--clock", arguments.clock, "What the referee's clock says at the start: 2026-11-25T23:50:00Z")
      ->type_name("TIME")
      ->group("Judging");
  command.add_option("--clock-speed", referee.clock_speed, "Seconds of the referee's clock in a second")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000))
      ->group("Judging")
      ->capture_default_str();
}

}  // namespace

void add_referee(CLI::App &app, Action &chosen, const Invocation &invocation) {
  CLI::App *command =
      app.add_subcommand("referee", "Judge a client: serve it, misbehave by a script, watch what it does");
  command->footer(
      R"(Judges by what the contract pages say that clients owe; docs/referee.md tells how. What was not observed is no pass: the
report says what the client has to do to show it.

Examples:
  pitboss referee --contract wallet
  pitboss referee --contract feed --for 5m --clock 2026-11-25T23:55:00Z
  pitboss referee --journal pitboss-report/journal.jsonl

Exit codes: 0 conformant, 1 not conformant, 2 usage or file error, 4 incomplete (a MUST was not observed), 5 harness failure.)");
  auto arguments = std::make_shared<RefereeArguments>();
  arguments->options.store = "memory";
  arguments->options.log_level = "warn";
  arguments->options.settings["feed-token-lifetime"] = "15";  // so that a client shows how it renews
  add_server_options(*command, arguments->options, arguments->target_file);
  add_judging_options(*command, *arguments);
  add_report_options(*command, arguments->report, "json,html,junit,markdown,tap");
  command->callback(
      [&chosen, arguments, invocation] { chosen = [arguments, invocation] { return run(*arguments, invocation); }; });
}

}  // namespace pitboss::cli
