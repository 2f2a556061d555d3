#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/decimal.hpp"
#include "simulator/traffic/random.hpp"
#include "simulator/traffic/weighted.hpp"

namespace pitboss::traffic {

/// What players of the wallet do: the part `wallet` of a profile.
struct WalletPlan {
  std::optional<std::size_t> players;  ///< none: all of the target file
  std::pair<std::uint32_t, std::uint32_t> rounds_a_visit{10, 50};
  Weighted bets;
  Weighted payouts;                                               ///< multiples of the bet
  wire::Decimal return_to_player;                                 ///< percent
  std::optional<std::pair<wire::Decimal, wire::Decimal>> top_up;  ///< below, pays
  PartsPerMillion balance_calls = 0, several_credits = 0, free_games = 0, itemised = 0, left_open = 0, rolled_back = 0,
                  must_be_refused = 0, retried = 0, lost_replies = 0, duplicated = 0, together = 0;
};

/// Reads the plan of a profile that its schema accepts. Throws files::FileErrors: payouts that do not give the stated
/// return to player, a share of more than four decimals.
WalletPlan read_wallet_plan(const files::YamlFile &profile);

/// Checks that a wallet of so many decimals can pay what the plan bets and wins. Throws files::FileErrors.
void check_scale(const WalletPlan &plan, const files::YamlFile &profile, int max_decimals);

}  // namespace pitboss::traffic
