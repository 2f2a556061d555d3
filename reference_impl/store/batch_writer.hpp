#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace pitboss::reference::store {

/// A thread that works on what is submitted, in groups: whatever came while the last group was in work becomes the next
/// one. A store that syncs its disk once for each group so shares a sync among many operations. Where nothing came for
/// a while, `idle` is called, again and again.
template <class Item>
class BatchWriter {
 public:
  explicit BatchWriter(std::function<void(std::vector<Item> &)> write, std::function<void()> idle = {})
      : write_(std::move(write)), idle_(std::move(idle)), thread_([this] { work_until_closed(); }) {}

  /// Finishes what was submitted.
  ~BatchWriter() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    filled_.notify_one();
    thread_.join();
  }

  BatchWriter(const BatchWriter &) = delete;
  BatchWriter &operator=(const BatchWriter &) = delete;

  void submit(Item item) {
    bool was_empty = false;
    {
      const std::lock_guard lock(mutex_);
      was_empty = queue_.empty();
      queue_.push_back(std::move(item));
    }
    if (was_empty) filled_.notify_one();
  }

 private:
  static constexpr std::size_t largest_batch = 1024;
  static constexpr std::chrono::seconds idle_after{2};

  void work_until_closed() {
    std::vector<Item> batch;
    while (take(batch)) {
      if (batch.empty()) {
        idle_();
      } else {
        write_(batch);
      }
      batch.clear();
    }
  }

  /// False: there will be no more. An empty batch: nothing came for a while.
  bool take(std::vector<Item> &batch) {
    std::unique_lock lock(mutex_);
    const auto has_work = [this] { return closing_ || !queue_.empty(); };
    if (!idle_) {
      filled_.wait(lock, has_work);
    } else if (!filled_.wait_for(lock, idle_after, has_work)) {
      return true;
    }
    if (queue_.empty()) return false;
    const std::size_t size = std::min(queue_.size(), largest_batch);
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(size);
    batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
    return true;
  }

  std::function<void(std::vector<Item> &)> write_;
  std::function<void()> idle_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<Item> queue_;
  bool closing_ = false;
  std::thread thread_;  // last: it uses what stands above
};

}  // namespace pitboss::reference::store
