#include "reference_impl/faults/movements/deviations.hpp"

namespace pitboss::reference::movements::faults {

Deviations all_faults() {
  Deviations all;
  for (const auto group :
       {protocol_faults, player_faults, metric_faults, request_id_faults, id_faults, list_faults, share_faults}) {
    const Deviations rows = group();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace pitboss::reference::movements::faults
