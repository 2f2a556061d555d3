#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "schemas/catalogue/catalogue.hpp"
#include "simulator/scenario/announcer.hpp"
#include "simulator/scenario/network_watch.hpp"
#include "simulator/scenario/transport.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// How a provider retries (contract wallet, rule 6): the same ids, at most so often and so long, backing off.
struct RetryPolicy {
  int tries = 5;
  std::chrono::milliseconds time{10'000};
  std::chrono::milliseconds first_pause{20};
  int growth = 3;                                ///< of the pause, after each try
  std::chrono::milliseconds comes_back{10'000};  ///< how long a run waits for a target that does not answer any more
};

/// What a run gives to each contract.
struct RunSetup {
  const target::TargetFile &target;
  const catalogue::Catalogue &catalogue;
  Connect connect;
  const std::atomic<bool> &cancelled;
  std::string run_id;  ///< short; part of every id that is sent
  std::uint64_t seed = 0;
  RetryPolicy retry;
  Announcer &announce;
  target::Secrets &secrets;  ///< those of the target file, and those that the run learns
};

/// What all scenarios of one contract share in a run.
struct RunContext : RunSetup {
  explicit RunContext(const RunSetup &setup) : RunSetup(setup), network(setup.retry.comes_back) {}
  NetworkWatch network;
};

}  // namespace pitboss::scenario
