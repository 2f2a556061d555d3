#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

namespace pitboss::cli {

/// Decides when a referee has seen enough: once the client has been quiet for a while, and every requirement has had
/// its occasion; or when its time is over. Then calls `stop`.
class RefereeEnd {
 public:
  using Clock = std::chrono::steady_clock;

  struct Settings {
    std::chrono::nanoseconds quiet{};
    std::optional<std::chrono::nanoseconds> longest;  ///< from the construction
  };

  /// `is_complete` looks at the journal; called on this object's thread, each time the client has fallen quiet.
  RefereeEnd(Settings settings, std::function<bool()> is_complete, std::function<void()> stop);
  ~RefereeEnd();
  RefereeEnd(const RefereeEnd &) = delete;
  RefereeEnd &operator=(const RefereeEnd &) = delete;

  /// A request came, or was answered. From any thread. While one waits for its answer the client is not quiet.
  void on_exchange(bool begins);

 private:
  void watch();

  const Settings settings_;
  const std::function<bool()> is_complete_;
  const std::function<void()> stop_;
  const Clock::time_point began_ = Clock::now();
  std::mutex mutex_;
  std::condition_variable changed_;
  int in_flight_ = 0;
  std::optional<Clock::time_point> last_;  ///< of an exchange that has not been looked at
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace pitboss::cli
