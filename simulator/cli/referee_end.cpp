#include "simulator/cli/referee_end.hpp"

namespace pitboss::cli {

RefereeEnd::RefereeEnd(Settings settings, std::function<bool()> is_complete, std::function<void()> stop)
    : settings_(settings), is_complete_(std::move(is_complete)), stop_(std::move(stop)), thread_([this] { watch(); }) {}

RefereeEnd::~RefereeEnd() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void RefereeEnd::on_exchange(bool begins) {
  const std::lock_guard lock(mutex_);
  in_flight_ += begins ? 1 : -1;
  const bool first = !last_ || in_flight_ == 0;
  last_ = Clock::now();
  if (first) changed_.notify_all();  // the others only move the end of the wait, which is looked at when it comes
}

void RefereeEnd::watch() {
  std::unique_lock lock(mutex_);
  const Clock::time_point longest = settings_.longest
                                        ? began_ + std::chrono::duration_cast<Clock::duration>(*settings_.longest)
                                        : Clock::time_point::max();
  while (!ends_) {
    const Clock::time_point now = Clock::now();
    const Clock::time_point quiet = last_ && in_flight_ == 0
                                        ? *last_ + std::chrono::duration_cast<Clock::duration>(settings_.quiet)
                                        : Clock::time_point::max();
    if (now >= longest) return stop_();
    if (now >= quiet) {
      last_.reset();
      lock.unlock();
      const bool complete = is_complete_();
      lock.lock();
      if (complete && !last_) return stop_();
      continue;
    }
    const Clock::time_point next = std::min(quiet, longest);
    if (next == Clock::time_point::max())
      changed_.wait(lock);
    else
      changed_.wait_until(lock, next);
  }
}

}  // namespace pitboss::cli
