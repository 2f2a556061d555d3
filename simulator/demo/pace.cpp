#include "simulator/demo/pace.hpp"

#include <algorithm>
#include <utility>

namespace pitboss::demo {

using std::chrono::milliseconds;

void Pace::wait(milliseconds time, bool by_speed) {
  std::unique_lock lock(mutex_);
  const Clock::Time began = clock_.now();
  for (;;) {
    run_errands(lock);
    if (stopped_) throw Stopped();
    if (std::exchange(restarted_, false)) throw Restarted();
    if (!in_errand_ && steps_ > 0) {
      --steps_;
      return;
    }
    if (!in_errand_ && paused_) {
      changed_.wait(lock);
      continue;
    }
    const auto passed = std::chrono::duration_cast<milliseconds>(clock_.now() - began);
    const milliseconds whole = by_speed ? time * normal / speed_ : time;
    if (passed >= whole) return;
    clock_.wait(changed_, lock, whole - passed);
  }
}

void Pace::run_errands(std::unique_lock<std::mutex> &lock) {
  while (!in_errand_ && !errands_.empty() && !stopped_) {
    const std::function<void()> errand = std::move(errands_.front());
    errands_.pop_front();
    in_errand_ = true;
    lock.unlock();
    try {
      errand();
    } catch (...) {
      lock.lock();
      in_errand_ = false;
      throw;
    }
    lock.lock();
    in_errand_ = false;
  }
}

void Pace::change(const std::function<void()> &change) {
  {
    const std::lock_guard lock(mutex_);
    change();
  }
  changed_.notify_all();
}

void Pace::stop() {
  change([this] { stopped_ = true; });
}

void Pace::restart() {
  change([this] {
    restarted_ = true;
    paused_ = false;
    steps_ = 0;
  });
}

void Pace::pause(bool paused) {
  change([this, paused] {
    paused_ = paused;
    steps_ = 0;
  });
}

void Pace::step() {
  change([this] {
    paused_ = true;
    ++steps_;
  });
}

void Pace::set_speed(int speed) {
  change([this, speed] { speed_ = std::clamp(speed, slowest, fastest); });
}

void Pace::run(std::function<void()> errand) {
  change([this, &errand] { errands_.push_back(std::move(errand)); });
}

bool Pace::is_paused() const {
  const std::lock_guard lock(mutex_);
  return paused_;
}

int Pace::speed() const {
  const std::lock_guard lock(mutex_);
  return speed_;
}

}  // namespace pitboss::demo
