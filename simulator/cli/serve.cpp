#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "reference_impl/open_files.hpp"
#include "reference_impl/server.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

struct ServeArguments {
  reference::ServerOptions options;
  std::string target_file = "./pitboss-target.yaml";
  bool list_faults = false;
  bool list_variants = false;
};

/// Blocks SIGINT and SIGTERM for this thread and those that it starts, so that only StopOnSignal receives them.
sigset_t block_stop_signals() {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Waits for a stop signal in a thread of its own and then asks the server to stop: no code runs inside a signal
/// handler.
class StopOnSignal {
 public:
  StopOnSignal(const sigset_t &signals, reference::Server &server)
      : thread_([signals, &server] {
          int received = 0;
          sigwait(&signals, &received);
          server.stop();
        }) {}

  /// The server may have ended by itself: wake the waiting thread.
  ~StopOnSignal() {
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }

  StopOnSignal(const StopOnSignal &) = delete;
  StopOnSignal &operator=(const StopOnSignal &) = delete;

 private:
  std::thread thread_;
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
  for (const auto &info : infos) names.push_back(info.name);
  for (const std::string &name : given)
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw UsageError(fmt::format("{}: `pitboss serve --list-{}s` names them all", unknown(kind, name, names), kind));
}

std::unique_ptr<reference::Server> start(const reference::ServerOptions &options) {
  try {
    return std::make_unique<reference::Server>(options);
  } catch (const std::runtime_error &error) {
    throw UsageError(std::string("serve: ") + error.what());
  }
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
  write_out("\nNext, in another terminal:\n  pitboss check --target {}\n", arguments.target_file);
  static_cast<void>(std::fflush(stdout));
}

ExitCode serve(ServeArguments &arguments) {
  if (arguments.list_faults) return print_faults();
  if (arguments.list_variants) return print_variants();
  check_names("fault", arguments.options.faults, reference::list_faults());
  check_names("variant", arguments.options.variants, reference::list_variants());
  arguments.options.target_file = arguments.target_file;
  // A file that may not grow is an error of the write, not a reason to die.
  static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
  reference::raise_open_files_limit();  // each client takes one
  const sigset_t signals = block_stop_signals();
  const std::unique_ptr<reference::Server> server = start(arguments.options);
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

/// A setting of a contract as an option; the contract itself looks at its value.
void add_setting(CLI::App &command, const reference::SettingInfo &setting, reference::ServerOptions &options) {
  command
      .add_option_function<std::string>(
          "--" + setting.name,
          [&options, name = setting.name](const std::string &text) { options.settings[name] = text; }, setting.sentence)
      ->type_name(setting.type_name)
      ->default_str(setting.default_value);
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
  pitboss serve --list-faults
  pitboss serve --fault overdraft-accepted)");
  auto arguments = std::make_shared<ServeArguments>();
  reference::ServerOptions &options = arguments->options;
  command->add_option("--port", options.port, "Port to listen on; 0: any free one")
      ->type_name("PORT")
      ->capture_default_str();
  command->add_option("--address", options.address, "Address to listen on")->type_name("IP")->capture_default_str();
  command
      ->add_option("--store", options.store,
                   "Where the state is kept: sqlite:FILE, memory, or postgresql://USER@HOST:PORT/DATABASE")
      ->type_name("STORE")
      ->capture_default_str();
  command->add_option("--target-file", arguments->target_file, "Target file to write")
      ->type_name("FILE")
      ->capture_default_str();
  for (const reference::SettingInfo &setting : reference::list_settings()) add_setting(*command, setting, options);
  command->add_flag("--sandbox", options.sandbox.enabled,
                    "Open the routes that create wallet players (README, Sandbox)");
  command
      ->add_option(
          "--sandbox-key", options.sandbox.key,
          "Bearer token that --sandbox demands, or PITBOSS_SANDBOX_KEY; without one it is open, on loopback only")
      ->type_name("KEY")
      ->envname("PITBOSS_SANDBOX_KEY")
      ->check(CLI::Validator(refuse_key, ""));
  command->add_option("--tls-cert", options.tls.certificate, "Serve HTTPS with this certificate (PEM, with its chain)")
      ->type_name("FILE");
  command->add_option("--tls-key", options.tls.key, "Private key of --tls-cert (PEM, without a passphrase)")
      ->type_name("FILE");
  command->add_option("--tls-client-ca", options.tls.client_ca, "Demand client certificates that these sign (PEM)")
      ->type_name("FILE");
  command->add_option("--fault", options.faults, "Deviate from the contract in this way (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--list-faults", arguments->list_faults, "Name the faults, and the requirement that each breaks");
  command->add_option("--variant", options.variants, "Behave in this right but unusual way (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--list-variants", arguments->list_variants, "Name the variants");
  command->add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
      ->type_name("LEVEL")
      ->check(one_of({"trace", "debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  command->callback([&chosen, arguments] { chosen = [arguments] { return serve(*arguments); }; });
}

}  // namespace pitboss::cli
