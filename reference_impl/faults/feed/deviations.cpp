#include "reference_impl/faults/feed/deviations.hpp"

namespace pitboss::reference::feed::faults {

Deviations all_faults() {
  Deviations all;
  for (const auto group : {access_faults, record_faults, validation_faults, upsert_faults, list_faults, http_faults}) {
    const Deviations rows = group();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

Deviations all_variants() {
  return {};
}

}  // namespace pitboss::reference::feed::faults
