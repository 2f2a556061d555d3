#include "reference_impl/faults/feed/deviations.hpp"

namespace pitboss::reference::feed::faults {

Deviations all_faults() {
  return {};
}

Deviations all_variants() {
  return {};
}

}  // namespace pitboss::reference::feed::faults
