#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace pitboss::demo {

/// Somebody asked the demo to end, or to begin again: what is on the stage unwinds.
struct Stopped {};
struct Restarted {};

/// The time by which the demo waits; a test has one that passes by itself.
class Clock {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Clock() = default;
  virtual ~Clock() = default;
  Clock(const Clock &) = delete;
  Clock &operator=(const Clock &) = delete;

  [[nodiscard]] virtual Time now() const { return std::chrono::steady_clock::now(); }
  /// Returns when `changed` was notified, or `time` has passed.
  virtual void wait(std::condition_variable &changed, std::unique_lock<std::mutex> &lock,
                    std::chrono::milliseconds time) {
    changed.wait_for(lock, time);
  }
};

/// How fast the demo goes: it waits between its requests, and whoever looks on may pause it, let it do a step, change
/// its speed, or have something done in between. Commands come from any thread.
class Pace {
 public:
  static constexpr int normal = 100;                    ///< a speed: hundredths of the pace of the story
  static constexpr int slowest = 10, fastest = 10'000;  ///< 0.1 and 100 times that pace

  Pace(Clock &clock, int speed) : clock_(clock), speed_(speed) {}

  /// On the demo's thread: waits for `time` of the story, longer where it is paused, and runs errands meanwhile.
  /// Throws Stopped or Restarted.
  void beat(std::chrono::milliseconds time) { wait(time, true); }
  /// For real time, whatever the speed.
  void real_beat(std::chrono::milliseconds time) { wait(time, false); }

  void stop();
  void restart();
  void pause(bool paused);
  void step();  ///< one beat, and then a pause
  void set_speed(int speed);
  /// To be run on the demo's thread between two requests. A beat in an errand is held up by no pause, and runs no other
  /// errand.
  void run(std::function<void()> errand);

  [[nodiscard]] Clock::Time now() const { return clock_.now(); }
  [[nodiscard]] bool is_paused() const;
  [[nodiscard]] int speed() const;

 private:
  void wait(std::chrono::milliseconds time, bool by_speed);
  void run_errands(std::unique_lock<std::mutex> &lock);
  void change(const std::function<void()> &change);

  Clock &clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int speed_;
  int steps_ = 0;
  bool paused_ = false, stopped_ = false, restarted_ = false, in_errand_ = false;
  std::deque<std::function<void()>> errands_;
};

}  // namespace pitboss::demo
