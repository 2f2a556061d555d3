#pragma once

#include <memory>
#include <span>

#include "reference_impl/contract.hpp"
#include "reference_impl/dashboard/access.hpp"
#include "reference_impl/dashboard/fault_calls.hpp"
#include "reference_impl/dashboard/hub.hpp"
#include "reference_impl/dashboard/misbehaviours.hpp"
#include "reference_impl/dashboard/onboarding_calls.hpp"
#include "reference_impl/dashboard/recorder/recorder.hpp"
#include "reference_impl/dashboard/recorder/sightings.hpp"
#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/dashboard/runs_calls.hpp"
#include "reference_impl/http/server.hpp"
#include "reference_impl/server.hpp"

/// The dashboard: pages for a browser that show what the server does, and the calls that they make (docs/dashboard.md).
namespace pitboss::reference::dashboard {

class Dashboard {
 public:
  /// What it asks the server, on the loop.
  struct Host {
    const ServerOptions &options;
    http::EventLoop &loop;
    std::shared_ptr<spdlog::logger> log;
    std::function<std::string()> base_url;
    FaultCalls::Switch faults;
    /// The section of a contract of the target file with which a partner finds the server.
    std::function<YAML::Node(const std::string &contract)> target_section;
  };
  /// Throws std::runtime_error with a message for the user where it may not be offered so.
  explicit Dashboard(Host host);

  /// Adds the pages, its calls, and those with which it looks into the contracts.
  void add_to(http::Router &router, std::span<const std::unique_ptr<Contract>> contracts);
  /// Sees what passes between HTTP and the contracts.
  [[nodiscard]] http::Handler wrap(const http::Handler &inner);
  void finished(const http::Request &request, const http::Response &response);
  /// Lets the loop end.
  void stop() {
    seconds_.reset();
    looks_.reset();
  }

  [[nodiscard]] Recorder &recorder() { return recorder_; }
  [[nodiscard]] Hub &hub() { return *hub_; }

  /// Whether a request is the dashboard's: what is done to the contracts on purpose is not done to it.
  [[nodiscard]] static bool owns(const http::Request &request);

 private:
  void add_access_calls(Routes &routes);
  void log_in(const http::Request &request, const http::Answer &answer) const;
  [[nodiscard]] wire::Json overview() const;

  const Host host_;
  const wire::TimePoint started_at_ = wire::now();
  const Access access_;
  Recorder recorder_;
  Misbehaviours misbehaviours_;
  const std::shared_ptr<Hub> hub_;
  const std::shared_ptr<OnboardingCalls> onboarding_;
  const std::shared_ptr<Sightings> sightings_ = std::make_shared<Sightings>();
  FaultCalls faults_;
  RunsCalls runs_;
  std::shared_ptr<void> seconds_;  ///< ticks
  std::shared_ptr<void> looks_;    ///< at the folder of reports
};

}  // namespace pitboss::reference::dashboard
