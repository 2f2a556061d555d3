#pragma once

#include "reference_impl/wallet/rules.hpp"

/// What the sandbox does to a wallet, as pure functions for the store (store::Operation).
namespace pitboss::reference::sandbox {

/// Refuses where the player is there already.
wallet::Outcome create(const wallet::NewPlayer &player, const wallet::View &view);

/// Adds `amount` to the balance. Refuses where there is no such player.
wallet::Outcome top_up(const wallet::Decimal &amount, const wallet::View &view);

}  // namespace pitboss::reference::sandbox
