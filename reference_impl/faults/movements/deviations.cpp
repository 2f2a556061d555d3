#include "reference_impl/faults/movements/deviations.hpp"

namespace pitboss::reference::movements::faults {

Deviations all_faults() {
  return {};
}
Deviations all_variants() {
  return {};
}

}  // namespace pitboss::reference::movements::faults
