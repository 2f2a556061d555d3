#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "simulator/cli/exit_codes.hpp"

/// The command line `pitboss`. Each command lies in a file of its own that has one `add_…` function: it declares the
/// options and sets `chosen` to what is to be done once the whole line is parsed.
namespace pitboss::cli {

using Action = std::function<ExitCode()>;

/// What was typed, so that a report can name the command that made it.
struct Invocation {
  std::string command_line;  ///< quoted for a POSIX shell
};

void add_check(CLI::App &app, Action &chosen, const Invocation &invocation);
void add_demo(CLI::App &app, Action &chosen);
void add_doctor(CLI::App &app, Action &chosen);
void add_explain(CLI::App &app, Action &chosen);
void add_lint(CLI::App &app, Action &chosen);
void add_list(CLI::App &app, Action &chosen);
void add_load(CLI::App &app, Action &chosen, const Invocation &invocation);
void add_referee(CLI::App &app, Action &chosen, const Invocation &invocation);
void add_report(CLI::App &app, Action &chosen, const Invocation &invocation);
void add_serve(CLI::App &app, Action &chosen);

/// All commands, with the help that stands above them.
void add_commands(CLI::App &app, Action &chosen, const Invocation &invocation);

/// "0.1.0"
std::string version();

/// The whole program: parses, runs, tells errors on stderr. Throws nothing.
ExitCode run_command_line(int argc, const char *const *argv);

}  // namespace pitboss::cli
