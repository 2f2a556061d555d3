#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace pitboss::reference::feed {

using SteadyTime = std::chrono::steady_clock::time_point;

/// At most so many requests in so long a time, for each token.
struct RateSettings {
  std::size_t requests = 1000;
  std::chrono::seconds window{60};
};

/// Counts requests by token. Safe from any thread.
class RateLimit {
 public:
  RateLimit() = default;
  virtual ~RateLimit() = default;
  RateLimit(const RateLimit &) = delete;
  RateLimit &operator=(const RateLimit &) = delete;

  /// nullopt: the request is taken, and counts. Else how long until one will be taken; what is refused does not count.
  virtual std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) = 0;
};

/// Remembers the time of each request that it took, so that no stretch of the window's length, wherever it begins, has
/// more of them than it may: neither a burst across the border of two windows nor one after a pause gets through.
/// In memory: each server counts for itself.
class SlidingWindow : public RateLimit {
 public:
  explicit SlidingWindow(RateSettings settings) : settings_(settings) {}

  std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) override;

 private:
  void forget_idle(SteadyTime now);

  const RateSettings settings_;
  std::mutex mutex_;
  std::map<std::string, std::deque<SteadyTime>> taken_;
  SteadyTime next_sweep_{};
};

}  // namespace pitboss::reference::feed
