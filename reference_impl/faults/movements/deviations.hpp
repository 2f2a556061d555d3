#pragma once

#include "reference_impl/faults/deviations.hpp"

/// The deviations of the contract `movements`.
namespace pitboss::reference::movements::faults {

/// All of them; the list of reference_impl/contracts.cpp takes them from here.
Deviations all_faults();
Deviations all_variants();

// The groups, a file for each.
Deviations protocol_faults();
Deviations player_faults();
Deviations metric_faults();
Deviations request_id_faults();
Deviations id_faults();
Deviations list_faults();
Deviations share_faults();

}  // namespace pitboss::reference::movements::faults
