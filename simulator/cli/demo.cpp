#include "simulator/demo/demo.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <future>

#include "reference_impl/server.hpp"
#include "simulator/cli/child_check.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/server_options.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

namespace fs = std::filesystem;

struct DemoArguments {
  reference::ServerOptions options;
  bool port_given = false;
  std::string speed = "1";
};

/// A folder that goes with the demo.
class Workshop {
 public:
  Workshop() {
    std::string name = (fs::temp_directory_path() / "pitboss-demo-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw UsageError("demo: no folder can be made in " + fs::temp_directory_path().string());
    folder_ = name;
    fs::create_directory(reports());
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Workshop(const Workshop &) = delete;
  Workshop &operator=(const Workshop &) = delete;

  [[nodiscard]] fs::path reports() const { return folder_ / "reports"; }
  [[nodiscard]] fs::path target_file() const { return folder_ / "target.yaml"; }

 private:
  fs::path folder_;
};

/// On the port that was asked for; else on 8080, or on any other where that is taken.
std::unique_ptr<reference::Server> start(const DemoArguments &arguments) {
  if (!arguments.port_given) {
    try {
      return std::make_unique<reference::Server>(arguments.options);
    } catch (const std::runtime_error &) {  // if it is not the port, the next try says so
    }
  }
  reference::ServerOptions options = arguments.options;
  if (!arguments.port_given) options.port = 0;
  return start_server(options, "demo");
}

/// Waits until requests are served so.
std::string turn_fault(reference::Server &server, const std::string &fault, bool on) {
  const auto turned = std::make_shared<std::promise<std::string>>();
  std::future<std::string> error = turned->get_future();
  server.turn_fault(fault, on, [turned](const std::string &why) { turned->set_value(why); });
  constexpr std::chrono::seconds longest{30};
  return error.wait_for(longest) == std::future_status::ready ? error.get() : "the server does not answer";
}

int speed_of(const std::string &text) {
  const auto times = wire::Decimal::parse(text);
  const auto speed = times ? demo::read_speed(*times) : std::nullopt;
  if (!speed) throw UsageError(fmt::format("--speed {}: must be {}", text, demo::speeds));
  return *speed;
}

void greet(const reference::Server &server) {
  // The first line is what scripts wait for: the server is bound by then.
  write_out("pitboss demo: open {}/dashboard/#/demo\n", server.base_url());
  write_out("A simulated partner goes through the onboarding of feed, wallet and movements. Ctrl-C ends it.\n");
  static_cast<void>(std::fflush(stdout));
}

ExitCode demo(DemoArguments &arguments) {
  const int speed = speed_of(arguments.speed);
  const Workshop workshop;
  demo::Demo *stage = nullptr;
  reference::ServerOptions &options = arguments.options;
  options.target_file = workshop.target_file();
  options.dashboard.reports = workshop.reports();
  options.dashboard.demo_calls = {.state = [&stage] { return stage->state(); },
                                  .command = [&stage](const wire::Json &command) { return stage->command(command); }};
  const sigset_t signals = prepare_process();
  const std::unique_ptr<reference::Server> server = start(arguments);
  const target::TargetFile target = target::load_target(workshop.target_file(), target::process_environment());
  ChildCheck check(fs::read_symlink("/proc/self/exe"), workshop.target_file(), workshop.reports());
  demo::Clock clock;
  demo::Demo partner(target, clock, speed,
                     {.turn_fault = [&](const std::string &fault, bool on) { return turn_fault(*server, fault, on); },
                      .check = [&](const std::string &contract) { return check.run(contract); },
                      .cancel_check = [&] { check.cancel(); },
                      .changed = [&](const std::string &json) { server->publish("demo", json); }});
  stage = &partner;
  greet(*server);
  partner.start();
  const StopOnSignal stop(signals, [&] {
    partner.stop();  // first: its last request is answered
    server->stop();
  });
  try {
    server->run();
    return ExitCode::conformant;
  } catch (const std::runtime_error &error) {
    write_err("pitboss: demo: {}\n", error.what());
    return ExitCode::harness;
  }
}

}  // namespace

void add_demo(CLI::App &app, Action &chosen) {
  CLI::App *command =
      app.add_subcommand("demo", "Show it all in a browser: a server, its dashboard and a partner at work");
  command->footer(
      R"(Starts a reference server that keeps nothing, its dashboard, and a simulated partner who goes through the onboarding of every
contract. The page paces it, and loses a reply to see what becomes of the money. Prints the address to open; docs/dashboard.md.

Examples:
  pitboss demo
  pitboss demo --speed 5)");
  auto arguments = std::make_shared<DemoArguments>();
  reference::ServerOptions &options = arguments->options;
  options.store = "memory";
  options.log_level = "error";
  options.dashboard.enabled = options.dashboard.demo = true;
  options.settings["feed-rate-window"] = "6";  // so that the suite need not wait for a minute
  CLI::Option *port = command->add_option("--port", options.port, "Port to listen on (default: 8080, or any free one)")
                          ->type_name("PORT");
  command->add_option("--speed", arguments->speed, "How many times faster than one can read along")
      ->type_name("N")
      ->capture_default_str();
  command->callback([&chosen, arguments, port] {
    arguments->port_given = port->count() > 0;
    chosen = [arguments] { return demo(*arguments); };
  });
}

}  // namespace pitboss::cli
