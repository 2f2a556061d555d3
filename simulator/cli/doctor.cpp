#include <fmt/format.h>

#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/summary.hpp"
#include "simulator/cli/terminal.hpp"
#include "simulator/scenario/run.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::cli {
namespace {

struct DoctorArguments {
  std::string target;
  bool no_color = false;
};

ExitCode examine(const DoctorArguments &arguments) {
  const target::TargetFile file = target::load_target(arguments.target, target::process_environment());
  const std::vector<results::Finding> findings = scenario::examine(file);
  write_out("{}", describe_findings(findings, style_of(stdout, arguments.no_color), true));
  const bool sick = has_failure(findings);
  write_out("{}: {}\n", file.name,
            sick ? "not ready: fix what is marked FAIL, then run the doctor again" : "ready for `pitboss check`");
  return sick ? ExitCode::blocked : ExitCode::conformant;
}

}  // namespace

void add_doctor(CLI::App &app, Action &chosen) {
  CLI::App *command = app.add_subcommand("doctor", "Look at the target and the setup, judge nothing");
  command->footer(
      R"(Looks at name resolution, connection, TLS, clock, signature, credentials, tokens, lists and funds, and says what to
do about what it finds. `check` does the same before its scenarios. Exit codes: 0 ready, 2 file error, 3 not ready.

Examples:
  pitboss doctor --target pitboss-target.yaml)");
  auto arguments = std::make_shared<DoctorArguments>();
  command->add_option("--target", arguments->target, "The target file")->type_name("FILE")->required();
  command->add_flag("--no-color", arguments->no_color, "No colours");
  command->callback([&chosen, arguments] { chosen = [arguments] { return examine(*arguments); }; });
}

}  // namespace pitboss::cli
