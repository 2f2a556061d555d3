#pragma once

#include "reference_impl/faults/deviations.hpp"

namespace pitboss::reference {

/// Right but unusual ways to speak HTTP and to write JSON, whatever the contract.
Deviations common_variants();

}  // namespace pitboss::reference
