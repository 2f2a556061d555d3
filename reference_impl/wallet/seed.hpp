#pragma once

#include <string_view>

#include "reference_impl/store/store.hpp"
#include "reference_impl/wallet/settings.hpp"

/// What a wallet is set up with at its first start: so that the first command after `pitboss serve` finds players with
/// money.
namespace pitboss::reference::wallet {

/// Of the seeded players, and of no others.
inline constexpr const char *seeded_brand = "pitboss";
inline constexpr const char *seeded_provider = "gameprovider";
inline constexpr const char *seeded_game = "fantasyquest";
inline constexpr const char *seeded_other_game = "dragonrising";

/// Free games of every seeded player, in the game `seeded_game`; a third one, instance 3, has expired.
inline constexpr FreeGameChoice seeded_long_free_game{.instance_id = 1, .offer_id = 99};
inline constexpr FreeGameChoice seeded_short_free_game{.instance_id = 2, .offer_id = 98};

/// Whether `id` is of the form of the seeded players' ids, player-0001, so that a later start may need it.
bool is_seeded_id(std::string_view id);

/// Reads the settings of the store, or makes them, with fresh keys; and sees to it that there are at least `players`
/// players, each new one with 10000.00. Throws std::runtime_error.
Settings set_up(store::Store &store, std::size_t players);

}  // namespace pitboss::reference::wallet
