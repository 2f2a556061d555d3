#pragma once

#include "reference_impl/faults/deviations.hpp"

/// The deviations of the feed contract.
namespace pitboss::reference::feed::faults {

/// All of them; the list of reference_impl/contracts.cpp takes them from here.
Deviations all_faults();
Deviations all_variants();

// The groups, a file for each.
Deviations validation_faults();
Deviations record_faults();
Deviations upsert_faults();
Deviations access_faults();
Deviations list_faults();
Deviations http_faults();
Deviations access_variants();
Deviations reply_variants();
Deviations list_variants();

}  // namespace pitboss::reference::feed::faults
