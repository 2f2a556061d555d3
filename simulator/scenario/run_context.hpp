#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/wire/signature.hpp"
#include "simulator/scenario/announcer.hpp"
#include "simulator/scenario/network_watch.hpp"
#include "simulator/scenario/sessions.hpp"
#include "simulator/scenario/standing_checks.hpp"
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

/// What all scenarios of one run share.
struct RunContext {
  const target::TargetFile &target;
  const target::Wallet &wallet;
  const catalogue::Catalogue &catalogue;
  Connect connect;
  const std::atomic<bool> &cancelled;
  std::string run_id;  ///< short; part of every id that is sent
  std::uint64_t seed = 0;
  RetryPolicy retry;
  wire::Signer signer;
  wire::Signer other_signer;  ///< of a secret that is not the target's
  WalletSessions sessions;
  target::Secrets &secrets;
  StandingChecks standing;
  NetworkWatch network;
  Announcer announce;
};

}  // namespace pitboss::scenario
