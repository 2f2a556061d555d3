#include "reference_impl/faults/feed/deviations.hpp"

namespace pitboss::reference::feed::faults {

namespace {

using Group = Deviations (*)();

Deviations joined(std::initializer_list<Group> groups) {
  Deviations all;
  for (const Group group : groups) {
    const Deviations rows = group();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace

Deviations all_faults() {
  return joined({access_faults, record_faults, validation_faults, upsert_faults, list_faults, http_faults});
}

Deviations all_variants() {
  return joined({access_variants, reply_variants, list_variants});
}

}  // namespace pitboss::reference::feed::faults
