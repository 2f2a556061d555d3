#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "schemas/formats/results.hpp"

namespace pitboss::scenario {

/// The circuit breaker of a run: where the network blocks a scenario nothing more is begun until the target answers
/// again, and where it does not come back in time the rest is given up instead of waiting out every time limit. Safe
/// from any thread.
class NetworkWatch {
 public:
  /// `patience`: how long a target that is gone may take to come back.
  explicit NetworkWatch(std::chrono::milliseconds patience) : patience_(patience) {}

  /// The network blocked a scenario, for `reason`. Returns when the target answers again or is given up; all others who
  /// ask meanwhile wait too. `probe` says whether the target answers anything at all, `cancelled` whether nobody cares
  /// any more.
  void scenario_blocked(const std::string &reason, const std::function<bool()> &probe,
                        const std::function<bool()> &cancelled);

  /// A scenario ended whose calls the network carried; `silent`: the target left one of them unanswered, though it
  /// answers others. Where that happens again and again the target is given up: it hangs.
  void scenario_ended(bool silent);

  /// Why the target is given up; empty while it is not.
  [[nodiscard]] std::string gone() const;

  /// What happened, for the first page of the report: none where the network held.
  [[nodiscard]] std::vector<results::Finding> findings() const;

 private:
  std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  int blocked_ = 0;
  int silent_in_a_row_ = 0;
  std::string first_reason_;
  std::string gone_;
};

}  // namespace pitboss::scenario
