#pragma once

#include <string>
#include <vector>

#include "schemas/wire/signature.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/traffic/wallet_plan.hpp"

namespace pitboss::traffic {

/// One player who takes part.
struct WalletPlayer {
  std::size_t number = 1;  ///< in the target file, from 1
  std::string launch_token;
  bool token_is_reusable = true;  ///< false: a command printed it, and it may be good for one exchange only
  std::string ip, platform;
  std::vector<target::FreeGameGrant> free_games;
};

/// What all players of a run share.
struct WalletSetup {
  WalletPlan plan;
  std::vector<WalletPlayer> players;
  std::string path;       ///< of the base URL
  std::string authority;  ///< the Host header
  std::string provider, game;
  int max_decimals = 2;
  std::string run;  ///< begins the ids of rounds and transactions: no other run has it
  std::uint64_t seed = 1;
  const wire::Signer *signer = nullptr;
};

}  // namespace pitboss::traffic
