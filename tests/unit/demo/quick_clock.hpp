#pragma once

#include <atomic>

#include "simulator/demo/pace.hpp"

namespace pitboss::demo {

/// Time that passes by itself as soon as somebody waits for it.
class QuickClock : public Clock {
 public:
  [[nodiscard]] Time now() const override { return Time(passed()); }
  void wait(std::condition_variable &, std::unique_lock<std::mutex> &, std::chrono::milliseconds time) override {
    passed_ += time.count();
  }
  [[nodiscard]] std::chrono::milliseconds passed() const { return std::chrono::milliseconds(passed_.load()); }

 private:
  std::atomic<std::int64_t> passed_ = 0;  // ms
};

}  // namespace pitboss::demo
