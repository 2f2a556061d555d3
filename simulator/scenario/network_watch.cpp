#include "simulator/scenario/network_watch.hpp"

#include <thread>

namespace pitboss::scenario {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_probes{200};

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

std::string NetworkWatch::gone() const {
  const std::lock_guard lock(mutex_);
  return gone_;
}

void NetworkWatch::called(const std::string &call, const target::Exchange &exchange) {
  const std::lock_guard lock(mutex_);
  if (exchange.reply) silent_.erase(call);
  if (exchange.failure != target::Failure::timeout || ++silent_[call] < silences || given_up_.contains(call)) return;
  given_up_[call] = call + " is not sent any more: " + std::to_string(silences) +
                    " in a row got no reply, while other calls are answered; the last: " + exchange.detail;
}

std::string NetworkWatch::given_up(const std::string &call) const {
  const std::lock_guard lock(mutex_);
  const auto found = given_up_.find(call);
  return found == given_up_.end() ? "" : found->second;
}

std::vector<results::Finding> NetworkWatch::findings() const {
  const std::lock_guard lock(mutex_);
  std::vector<results::Finding> all;
  for (const auto &[call, why] : given_up_) all.push_back({"silence", results::Verdict::warn, why, hint_of_silence});
  if (blocked_ > 0) all.push_back(of_the_network());
  return all;
}

results::Finding NetworkWatch::of_the_network() const {
  const std::string name = "connection during the run";
  if (!gone_.empty())
    return {name, results::Verdict::fail,
            "the target stopped answering in the middle of the run and did not come back: " + gone_,
            "look at the target's log for why it ended, start it, and run again; what was not judged is blocked, not "
            "failed"};
  return {name, results::Verdict::warn,
          "the target did not answer for a while; blocked scenarios: " + std::to_string(blocked_) +
              "; first: " + first_reason_,
          "look at the target's log for what happened, and run again"};
}

}  // namespace pitboss::scenario
