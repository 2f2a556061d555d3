#pragma once

#include <atomic>
#include <cstdint>

namespace pitboss::reference::store {

/// What the stores of this process did, since it began. One in memory commits each operation by itself.
struct StoreCounts {
  std::atomic<std::uint64_t> operations = 0, commits = 0, failures = 0;
  std::atomic<std::uint64_t> retries =
      0;  ///< transactions that were begun again, after a conflict or a lost connection
  std::atomic<std::uint64_t> sessions_away = 0;  ///< connections to the database that are lost now
};

inline StoreCounts &store_counts() {
  static StoreCounts counts;
  return counts;
}

inline void count_commit(std::uint64_t operations) {
  store_counts().operations.fetch_add(operations, std::memory_order_relaxed);
  store_counts().commits.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace pitboss::reference::store
