#pragma once

#include <map>

#include "reference_impl/dashboard/hub.hpp"
#include "reference_impl/dashboard/recorder/recorder.hpp"
#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/server.hpp"

namespace pitboss::reference::dashboard {

/// The board of switches: each fault (reference_impl/faults) and the requirement that it breaks.
class FaultCalls {
 public:
  /// How the server is told, on its loop.
  struct Switch {
    std::function<std::vector<std::string>()> on;
    /// `done` is called on the loop when requests are served accordingly. Throws std::runtime_error where there is no
    /// such fault.
    std::function<void(const std::string &name, bool on, std::function<void()> done)> turn;
  };
  /// All outlive it.
  FaultCalls(Switch faults, const Recorder &recorder, Hub &hub);

  void add_to(Routes &routes);

 private:
  /// When a fault was turned on.
  struct Since {
    wire::TimePoint at;
    std::uint64_t exchanges = 0;  ///< of its contract, until then
  };

  [[nodiscard]] wire::Json list() const;
  [[nodiscard]] wire::Json row(const FaultInfo &fault, const std::vector<std::string> &on) const;
  void turn(const http::Request &request, const http::Answer &answer);
  void turned(const FaultInfo &fault, bool on, const http::Answer &answer);
  void publish();

  const Switch switch_;
  const std::vector<FaultInfo> faults_ = list_faults();
  const Recorder &recorder_;
  Hub &hub_;
  const wire::TimePoint started_at_ = wire::now();
  std::map<std::string, Since> since_;  ///< by name; those on from the start are not in it
};

}  // namespace pitboss::reference::dashboard
