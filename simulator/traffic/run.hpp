#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "simulator/traffic/endpoint.hpp"
#include "simulator/traffic/figures.hpp"
#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic {

struct RunOptions {
  int threads = 1;
  int connections = 64;  ///< over all threads
  Nanoseconds warm_up{}, duration = std::chrono::seconds(30);
  std::optional<OpenLoop> open_loop;
  std::uint64_t seed = 1;
  Part shard;
};

/// What can be told while it runs, over all threads.
struct Progress {
  Nanoseconds elapsed{};  ///< since the start, the warm-up included
  std::array<std::uint64_t, outcomes> ended{};
  std::int64_t p50_us = 0, p99_us = 0;  ///< of the newest second, of the slowest thread
};

struct Ran {
  Figures figures;
  Findings findings;
  Audit audit;
  int threads = 1;
  Nanoseconds measured{};  ///< without the warm-up; shorter than asked for where the run was stopped
  bool stopped = false;
};

/// Runs the traffic against the endpoint and returns when all books are closed. `watch` is called several times a
/// second from the calling thread; `stop` ends the run early, in good order.
Ran run(const RunOptions &options, const Endpoint &endpoint, Traffic &traffic, std::atomic<bool> &stop,
        const std::function<void(const Progress &)> &watch);

}  // namespace pitboss::traffic
