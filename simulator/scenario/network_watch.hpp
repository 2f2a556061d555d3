#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/target/client.hpp"

namespace pitboss::scenario {

/// The circuit breaker of a run: where the network blocks a scenario nothing more is begun until the target answers
/// again, and where it does not come back in time the rest is given up instead of waiting out every time limit. So is a
/// single call that the target answers with silence while it answers others. Safe from any thread.
class NetworkWatch {
 public:
  /// `patience`: how long a target that is gone may take to come back.
  explicit NetworkWatch(std::chrono::milliseconds patience) : patience_(patience) {}

  /// The network blocked a scenario, for `reason`. Returns when the target answers again or is given up; all others who
  /// ask meanwhile wait too. `probe` says whether the target answers anything at all, `cancelled` whether nobody cares
  /// any more.
  void scenario_blocked(const std::string &reason, const std::function<bool()> &probe,
                        const std::function<bool()> &cancelled);

  /// Why the target is given up; empty while it is not.
  [[nodiscard]] std::string gone() const;

  /// So many of one call that get no reply in a row, and it is not sent any more.
  static constexpr int silences = 3;

  /// What came of a call: `call` names it for a person, and those that are alike have one name.
  void called(const std::string &call, const target::Exchange &exchange);

  /// Why a call is not sent any more; empty while it is.
  [[nodiscard]] std::string given_up(const std::string &call) const;

  /// What happened, for the first page of the report: none where the network held.
  [[nodiscard]] std::vector<results::Finding> findings() const;

  /// What to do about a call that is given up.
  static constexpr const char *hint_of_silence =
      "find out at the target why this call hangs: its log, a lock that is held, a pool that ran dry; what needs the "
      "call is blocked";

 private:
  [[nodiscard]] results::Finding of_the_network() const;

  std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  int blocked_ = 0;
  std::string first_reason_;
  std::string gone_;
  std::map<std::string, int> silent_;            ///< by call: how many got no reply, one after the other
  std::map<std::string, std::string> given_up_;  ///< why, by call
};

}  // namespace pitboss::scenario
