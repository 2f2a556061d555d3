#pragma once

#include "reference_impl/dashboard/recorder/sightings.hpp"
#include "reference_impl/wallet/reader.hpp"

/// What the dashboard says of a wallet: pure functions from what the store holds.
namespace pitboss::reference::dashboard {

/// What the player paid for the round, and what it brought, of the transactions that are applied. Throws
/// wire::DecimalOverflow.
struct RoundMoney {
  wallet::Decimal bet, win;
};
RoundMoney money_of(const wallet::HeldRound &round);

/// Amounts have at least the decimals of the player's currency, as in the wallet's own replies.
wire::Json player_json(const wallet::HeldPlayer &player);
wire::Json round_json(const wallet::HeldRound &round, int decimals, const Sightings &sightings);
/// The rounds, the newest first; those of unknown age behind them, in their order.
wire::Json rounds_json(std::vector<wallet::HeldRound> rounds, int decimals, const Sightings &sightings);

}  // namespace pitboss::reference::dashboard
