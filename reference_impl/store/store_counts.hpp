#pragma once

#include <atomic>
#include <cstdint>

namespace pitboss::reference::store {

/// What the SQLite stores of this process did, since it began.
struct StoreCounts {
  std::atomic<std::uint64_t> operations = 0, commits = 0, failures = 0;
};

inline StoreCounts &store_counts() {
  static StoreCounts counts;
  return counts;
}

}  // namespace pitboss::reference::store
