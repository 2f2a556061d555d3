#include "simulator/cli/server_options.hpp"

#include <pthread.h>

#include "reference_impl/open_files.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

/// A setting of a contract as an option; the contract itself looks at its value.
void add_setting(CLI::App &command, const reference::SettingInfo &setting, reference::ServerOptions &options) {
  const auto given = options.settings.find(setting.name);
  command
      .add_option_function<std::string>(
          "--" + setting.name,
          [&options, name = setting.name](const std::string &text) { options.settings[name] = text; }, setting.sentence)
      ->type_name(setting.type_name)
      ->default_str(given == options.settings.end() ? setting.default_value : given->second);
}

}  // namespace

void add_server_options(CLI::App &command, reference::ServerOptions &options, std::string &target_file) {
  command.add_option("--port", options.port, "Port to listen on; 0: any free one")
      ->type_name("PORT")
      ->capture_default_str();
  command.add_option("--address", options.address, "Address to listen on")->type_name("IP")->capture_default_str();
  command
      .add_option("--store", options.store,
                  "Where the state is kept: sqlite:FILE, memory, or postgresql://USER@HOST:PORT/DATABASE")
      ->type_name("STORE")
      ->capture_default_str();
  command.add_option("--target-file", target_file, "Target file to write")->type_name("FILE")->capture_default_str();
  for (const reference::SettingInfo &setting : reference::list_settings()) add_setting(command, setting, options);
  command.add_option("--tls-cert", options.tls.certificate, "Serve HTTPS with this certificate (PEM, with its chain)")
      ->type_name("FILE");
  command.add_option("--tls-key", options.tls.key, "Private key of --tls-cert (PEM, without a passphrase)")
      ->type_name("FILE");
  command.add_option("--tls-client-ca", options.tls.client_ca, "Demand client certificates that these sign (PEM)")
      ->type_name("FILE");
  command.add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
      ->type_name("LEVEL")
      ->check(one_of({"trace", "debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
}

sigset_t prepare_process() {
  std::signal(SIGXFSZ, SIG_IGN);
  reference::raise_open_files_limit();
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

std::unique_ptr<reference::Server> start_server(const reference::ServerOptions &options, const std::string &command) {
  try {
    return std::make_unique<reference::Server>(options);
  } catch (const std::runtime_error &error) {
    throw UsageError(command + ": " + error.what());
  }
}

StopOnSignal::StopOnSignal(const sigset_t &signals, reference::Server &server)
    : StopOnSignal(signals, [&server] { server.stop(); }) {}

StopOnSignal::StopOnSignal(const sigset_t &signals, std::function<void()> stop)
    : thread_([signals, stop = std::move(stop)] {
        int received = 0;
        sigwait(&signals, &received);
        stop();
      }) {}

StopOnSignal::~StopOnSignal() {
  // It ends nothing: the thread waits for it.
  pthread_kill(thread_.native_handle(), SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread)
  thread_.join();
}

}  // namespace pitboss::cli
