#pragma once

#include <CLI/CLI.hpp>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "reference_impl/server.hpp"

/// What `serve` and `referee` share: the options of the reference server, and how a process runs it.
namespace pitboss::cli {

/// Where it listens, its store, target file, contracts' settings, HTTPS and log.
void add_server_options(CLI::App &command, reference::ServerOptions &options, std::string &target_file);

/// Makes the process fit for a server, before its first thread: SIGINT and SIGTERM are blocked, so that only
/// StopOnSignal receives them; a file that may not grow is an error of the write; as many clients as the system allows.
sigset_t prepare_process();

/// Throws UsageError that begins with the command's name.
std::unique_ptr<reference::Server> start_server(const reference::ServerOptions &options, const std::string &command);

/// Waits for a stop signal in a thread of its own and then asks the server to stop, or does what it is told: no code
/// runs inside a signal handler.
class StopOnSignal {
 public:
  StopOnSignal(const sigset_t &signals, reference::Server &server);
  /// `stop` is called once: on a signal, or when this goes.
  StopOnSignal(const sigset_t &signals, std::function<void()> stop);
  /// The server may have ended by itself: wakes the waiting thread.
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal &) = delete;
  StopOnSignal &operator=(const StopOnSignal &) = delete;

 private:
  std::thread thread_;
};

}  // namespace pitboss::cli
