#pragma once

#include <atomic>
#include <cstdint>

namespace pitboss::reference::store {

/// What the durable stores of this process did, since it began.
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

}  // namespace pitboss::reference::store
