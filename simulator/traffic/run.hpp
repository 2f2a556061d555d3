#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulator/traffic/endpoint.hpp"
#include "simulator/traffic/figures.hpp"
#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic {

struct RunOptions {
  int threads = 1;       ///< fewer than cores: an open loop waits awake for its send times
  int connections = 64;  ///< over all threads
  Nanoseconds warm_up{}, duration = std::chrono::seconds(30);
  std::optional<OpenLoop> open_loop;
  std::uint64_t seed = 1;
  Part shard;
};

/// The traffic of one contract in a run: it has threads and connections of its own, so that the contracts of a mix may
/// be served at different addresses.
struct Flow {
  std::string contract;  ///< "wallet"
  std::string base_url;
  Endpoint endpoint;
  std::shared_ptr<Traffic> traffic;
  int weight = 1;  ///< its share of connections and rate, beside those of the others; 1 or more
};
using Flows = std::vector<Flow>;

/// The calls of all flows, as figures count them: those of the second flow behind those of the first. In a mix they are
/// called "wallet debit".
std::vector<std::string> call_names(const Flows &flows);

/// What can be told while it runs, over all threads.
struct Progress {
  Nanoseconds elapsed{};  ///< since the start, the warm-up included
  std::array<std::uint64_t, outcomes> ended{};
  std::int64_t p50_us = 0, p99_us = 0;  ///< of the newest second, of the slowest thread
};

struct Ran {
  Figures figures;
  Findings findings;
  Audit audit;  ///< of all flows together
  int threads = 1;
  Nanoseconds measured{};  ///< without the warm-up; shorter than asked for where the run was stopped
  bool stopped = false;
};

/// Runs the traffic of all flows (one or more) and returns when all books are closed. `watch` is called several times a
/// second from the calling thread; `stop` ends the run early, in good order.
Ran run(const RunOptions &options, const Flows &flows, std::atomic<bool> &stop,
        const std::function<void(const Progress &)> &watch);

}  // namespace pitboss::traffic
