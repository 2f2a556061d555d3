#pragma once

#include <condition_variable>
#include <mutex>

#include "tests/support/patience.hpp"

namespace pitboss::test {

/// Counts the answers of all threads of a traffic; one thread waits until there are enough.
class AnswerCount {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }

  /// Returns after the time limit too, so that traffic that fails is told and not waited for.
  void wait_for(int enough) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience() / 4, [&] { return count_ >= enough; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

}  // namespace pitboss::test
