#pragma once

#include "schemas/wire/decimal.hpp"

namespace pitboss::traffic {

/// Whether a number of the target can be reckoned with: no traffic of ours comes near to 10^22 or to 12 decimals, and
/// sums of such numbers fit into a Decimal.
bool is_measurable(const wire::Decimal &value);

}  // namespace pitboss::traffic
