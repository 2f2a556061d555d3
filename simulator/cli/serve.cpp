#include <fmt/format.h>

#include <algorithm>

#include "reference_impl/server.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/server_options.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

struct ServeArguments {
  reference::ServerOptions options;
  std::string target_file = "./pitboss-target.yaml";
  bool list_faults = false;
  bool list_variants = false;
};

ExitCode print_faults() {
  for (const reference::FaultInfo &fault : reference::list_faults())
    write_out("{:40} {}\n{:40} breaks {}\n", fault.name, fault.sentence, "", fault.requirement);
  return ExitCode::conformant;
}

ExitCode print_variants() {
  for (const reference::VariantInfo &variant : reference::list_variants())
    write_out("{:40} {}\n", variant.name, variant.sentence);
  return ExitCode::conformant;
}

/// Throws UsageError for the first name in `given` that is none of `infos`.
template <class Infos>
void check_names(std::string_view kind, const std::vector<std::string> &given, const Infos &infos) {
  std::vector<std::string> names;
  names.reserve(infos.size());
  for (const auto &info : infos) names.push_back(info.name);
  for (const std::string &name : given)
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw UsageError(fmt::format("{}: `pitboss serve --list-{}s` names them all", unknown(kind, name, names), kind));
}

void greet(const reference::Server &server, const ServeArguments &arguments) {
  // The first line is what scripts wait for: the server is bound and the target file is written by then.
  write_out("pitboss serve: listening on {}\n", server.base_url());
  write_out("store: {}\n", reference::shown_store(arguments.options.store));
  for (const std::string &fault : arguments.options.faults)
    write_out("fault: {} (deviates from the contract on purpose)\n", fault);
  for (const std::string &variant : arguments.options.variants)
    write_out("variant: {} (right, but unusual)\n", variant);
  if (arguments.options.sandbox.enabled) {
    write_out("sandbox: POST {}/sandbox/v1/players ({})\n", server.base_url(),
              arguments.options.sandbox.key.empty() ? "open, on loopback" : "with the key");
  }
  if (arguments.options.dashboard.enabled) {
    write_out("dashboard: {}/dashboard/ ({})\n", server.base_url(),
              arguments.options.dashboard.key.empty() ? "open, on loopback" : "with the key");
  }
  write_out("\nNext, in another terminal:\n  pitboss check --target {}\n", arguments.target_file);
  static_cast<void>(std::fflush(stdout));
}

ExitCode serve(ServeArguments &arguments) {
  if (arguments.list_faults) return print_faults();
  if (arguments.list_variants) return print_variants();
  check_names("fault", arguments.options.faults, reference::list_faults());
  check_names("variant", arguments.options.variants, reference::list_variants());
  arguments.options.target_file = arguments.target_file;
  const sigset_t signals = prepare_process();
  const std::unique_ptr<reference::Server> server = start_server(arguments.options, "serve");
  greet(*server, arguments);
  const StopOnSignal stop(signals, *server);
  try {
    server->run();
    return ExitCode::conformant;
  } catch (const std::runtime_error &error) {  // the store was found damaged
    write_err("pitboss: serve: {}\n", error.what());
    return ExitCode::harness;
  }
}

/// What is wrong with a key that no Authorization header could carry; empty where it is right.
std::string refuse_key(const std::string &key) {
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  return !key.empty() && visible ? "" : "the key must be one or more visible ASCII characters without blanks";
}

void add_dashboard_options(CLI::App &command, reference::DashboardOptions &dashboard) {
  command.add_flag("--dashboard", dashboard.enabled,
                   "Serve the pages that show what the server does (docs/dashboard.md)");
  command
      .add_option("--dashboard-key", dashboard.key,
                  "Key that the dashboard asks for, or PITBOSS_DASHBOARD_KEY; without one it is open, on loopback only")
      ->type_name("KEY")
      ->envname("PITBOSS_DASHBOARD_KEY")
      ->check(CLI::Validator(refuse_key, ""));
  command
      .add_option("--reports", dashboard.reports,
                  "Folder with the results of runs, for the dashboard: its folders' results.json")
      ->type_name("DIR");
}

}  // namespace

void add_serve(CLI::App &app, Action &chosen) {
  CLI::App *command = app.add_subcommand("serve", "Run the reference implementation, faulty on request");
  command->footer(
      R"(Writes a ready target file with funded players, so that `pitboss check --target pitboss-target.yaml` works as it is.
Stops on SIGINT (Ctrl-C) or SIGTERM, after the requests in flight.

Examples:
  pitboss serve
  pitboss serve --port 0 --store memory
  pitboss serve --sandbox
  pitboss serve --dashboard
  pitboss serve --list-faults
  pitboss serve --fault overdraft-accepted)");
  auto arguments = std::make_shared<ServeArguments>();
  reference::ServerOptions &options = arguments->options;
  add_server_options(*command, options, arguments->target_file);
  command->add_flag("--sandbox", options.sandbox.enabled,
                    "Open the routes that create wallet players (README, Sandbox)");
  command
      ->add_option(
          "--sandbox-key", options.sandbox.key,
          "Bearer token that --sandbox demands, or PITBOSS_SANDBOX_KEY; without one it is open, on loopback only")
      ->type_name("KEY")
      ->envname("PITBOSS_SANDBOX_KEY")
      ->check(CLI::Validator(refuse_key, ""));
  add_dashboard_options(*command, options.dashboard);
  command->add_option("--fault", options.faults, "Deviate from the contract in this way (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--list-faults", arguments->list_faults, "Name the faults, and the requirement that each breaks");
  command->add_option("--variant", options.variants, "Behave in this right but unusual way (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--list-variants", arguments->list_variants, "Name the variants");
  command->callback([&chosen, arguments] { chosen = [arguments] { return serve(*arguments); }; });
}

}  // namespace pitboss::cli
