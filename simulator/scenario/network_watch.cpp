#include "simulator/scenario/network_watch.hpp"

#include <thread>

namespace pitboss::scenario {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_probes{200};
/// So many scenarios in a row that waited for a time limit are no chance; each costs the run 10 seconds.
constexpr int most_silent_in_a_row = 8;

}  // namespace

void NetworkWatch::scenario_blocked(const std::string &reason, const std::function<bool()> &probe,
                                    const std::function<bool()> &cancelled) {
  const std::lock_guard lock(mutex_);  // held while probing: a scenario that began now would be blocked as well
  ++blocked_;
  if (first_reason_.empty()) first_reason_ = reason;
  if (!gone_.empty()) return;
  const Clock::time_point deadline = Clock::now() + patience_;
  while (!cancelled()) {
    if (probe()) return;
    if (Clock::now() + between_probes > deadline) {
      gone_ = reason;
      return;
    }
    std::this_thread::sleep_for(between_probes);
  }
}

void NetworkWatch::scenario_ended(bool silent) {
  const std::lock_guard lock(mutex_);
  silent_in_a_row_ = silent ? silent_in_a_row_ + 1 : 0;
  if (silent_in_a_row_ >= most_silent_in_a_row && gone_.empty())
    gone_ = "it left calls of " + std::to_string(silent_in_a_row_) +
            " scenarios in a row unanswered, each until the time limit";
}

std::string NetworkWatch::gone() const {
  const std::lock_guard lock(mutex_);
  return gone_;
}

std::vector<results::Finding> NetworkWatch::findings() const {
  const std::lock_guard lock(mutex_);
  if (blocked_ == 0 && gone_.empty()) return {};
  const std::string name = "connection during the run";
  if (!gone_.empty())
    return {{name, results::Verdict::fail,
             "the target stopped answering in the middle of the run and did not come back: " + gone_,
             "look at the target's log for why it ended, start it, and run again; what was not judged is blocked, not "
             "failed"}};
  return {{name, results::Verdict::warn,
           "the target did not answer for a while; blocked scenarios: " + std::to_string(blocked_) +
               "; first: " + first_reason_,
           "look at the target's log for what happened, and run again"}};
}

}  // namespace pitboss::scenario
