#pragma once

#include <functional>
#include <mutex>
#include <string>

namespace pitboss::scenario {

/// Decides when the target is gone for good, so that the rest of a run is blocked at once instead of waiting out every
/// time limit.
class NetworkWatch {
 public:
  /// Scenarios in a row that the network blocked before a probe is made.
  static constexpr int patience = 3;

  /// A scenario ended. `reason` is empty unless the network blocked it; `probe` says whether the target answers
  /// anything at all.
  void scenario_ended(const std::string &reason, const std::function<bool()> &probe) {
    const std::lock_guard lock(mutex_);
    in_a_row_ = reason.empty() ? 0 : in_a_row_ + 1;
    if (in_a_row_ < patience || !gone_.empty()) return;
    in_a_row_ = 0;
    if (!probe()) gone_ = reason;
  }

  /// Why the target is given up; empty while it is not.
  [[nodiscard]] std::string gone() const {
    const std::lock_guard lock(mutex_);
    return gone_;
  }

 private:
  mutable std::mutex mutex_;
  int in_a_row_ = 0;
  std::string gone_;
};

}  // namespace pitboss::scenario
