#pragma once

#include "reference_impl/faults/deviations.hpp"

/// The deviations of the contract `movements`.
namespace pitboss::reference::movements::faults {

/// All of them; the list of reference_impl/contracts.cpp takes them from here.
Deviations all_faults();
Deviations all_variants();

}  // namespace pitboss::reference::movements::faults
