#include "simulator/cli/command.hpp"

#include <fmt/format.h>

#include <csignal>
#include <exception>

#include "schemas/files/yaml_file.hpp"
#include "simulator/cli/help_format.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

constexpr auto *footer = R"(Examples:
  pitboss serve                                 a reference server, and a target file for it
  pitboss check --target pitboss-target.yaml    certify the server that the file names
  pitboss demo                                  all of it in a browser
  pitboss explain wallet.replay.applies-once    what a requirement means and where it is from

Exit codes: 0 conformant, 1 not conformant, 2 usage or file error, 3 blocked (the doctor found the target
unreachable or the setup wrong), 4 incomplete (a MUST was skipped, or nothing was selected), 5 harness failure.)";

std::string quoted(const std::string &word) {
  constexpr auto *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
  return out + "'";
}

Invocation invocation_of(int argc, const char *const *argv) {
  Invocation invocation{"pitboss"};
  for (int i = 1; i < argc; ++i) invocation.command_line += " " + quoted(argv[i]);
  return invocation;
}

/// Parses the line. What is left to do is in `chosen`; an exit code where there is nothing left.
std::optional<ExitCode> parse(CLI::App &app, int argc, const char *const *argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp &) {
    write_out("{}", app.help());
    return ExitCode::conformant;
  } catch (const CLI::CallForVersion &) {
    write_out("pitboss {}\n", version());
    return ExitCode::conformant;
  } catch (const CLI::ParseError &error) {
    write_err("{}", explain_parse_error(app, error));
    return ExitCode::usage;
  }
}

ExitCode act(const CLI::App &app, const Action &chosen) {
  if (!chosen) {
    write_err("{}", explain_missing_command(app));
    return ExitCode::usage;
  }
  try {
    return chosen();
  } catch (const UsageError &error) {
    write_err("pitboss: {}\n", error.what());
    return ExitCode::usage;
  } catch (const files::FileErrors &errors) {
    for (const files::FileError &error : errors.errors()) write_err("{}\n", error.to_string());
    return ExitCode::usage;
  }
}

}  // namespace

std::string version() {
  return PITBOSS_VERSION;
}

void add_commands(CLI::App &app, Action &chosen, const Invocation &invocation) {
  app.formatter(std::make_shared<HelpFormat>());
  app.name("pitboss");
  app.description(
      "Certifies iGaming integrations: runs the scenarios of a contract against a server and judges its answers.");
  app.footer(footer);
  app.set_version_flag("--version", version(), "Print the version");
  add_check(app, chosen, invocation);
  add_serve(app, chosen);
  add_demo(app, chosen);
  add_doctor(app, chosen);
  add_list(app, chosen);
  add_explain(app, chosen);
  add_lint(app, chosen);
  add_load(app, chosen, invocation);
  add_referee(app, chosen, invocation);
  add_report(app, chosen, invocation);
}

ExitCode run_command_line(int argc, const char *const *argv) {
  // A target or a reader of our output that closes its end is an error to tell, not a reason to die.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));  // nor is a file that may grow no more
  try {
    CLI::App app;
    Action chosen;
    add_commands(app, chosen, invocation_of(argc, argv));
    if (const std::optional<ExitCode> done = parse(app, argc, argv)) return *done;
    return act(app, chosen);
  } catch (const std::exception &error) {
    write_err(
        "pitboss: failed by itself, which says nothing about the target: {}\n"
        "Please report it with the command line and the version ({}).\n",
        error.what(), version());
    return ExitCode::harness;
  }
}

}  // namespace pitboss::cli
