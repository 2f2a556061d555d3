#include "reference_impl/feed/rate_limit.hpp"

namespace pitboss::reference::feed {

std::optional<SteadyTime::duration> SlidingWindow::take(const std::string &token_id, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  forget_idle(now);
  std::deque<SteadyTime> &taken = taken_[token_id];
  while (!taken.empty() && taken.front() + settings_.window <= now) taken.pop_front();
  if (taken.size() >= settings_.requests) return taken[taken.size() - settings_.requests] + settings_.window - now;
  taken.push_back(now);
  return std::nullopt;
}

/// Once in a window: tokens come and go.
void SlidingWindow::forget_idle(SteadyTime now) {
  if (now < next_sweep_) return;
  next_sweep_ = now + settings_.window;
  std::erase_if(
      taken_, [&](const auto &token) { return token.second.empty() || token.second.back() + settings_.window <= now; });
}

}  // namespace pitboss::reference::feed
