#pragma once

#include "reference_impl/faults/deviations.hpp"

/// The deviations of the wallet contract.
namespace pitboss::reference::wallet::faults {

/// All of them; the list of reference_impl/contracts.cpp takes them from here.
Deviations all_faults();
Deviations all_variants();

// The groups, a file for each.
Deviations signature_faults();
Deviations token_faults();
Deviations message_faults();
Deviations reply_faults();
Deviations identity_faults();
Deviations round_faults();
Deviations replay_faults();
Deviations money_faults();
Deviations rollback_faults();
Deviations free_game_faults();
Deviations race_faults();
Deviations memory_faults();
Deviations http_faults();

}  // namespace pitboss::reference::wallet::faults
