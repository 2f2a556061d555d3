#include "reference_impl/faults/wallet/deviations.hpp"

namespace pitboss::reference::wallet::faults {

Deviations all_faults() {
  Deviations all;
  for (const auto group :
       {signature_faults, token_faults, message_faults, reply_faults, identity_faults, round_faults, replay_faults,
        money_faults, rollback_faults, free_game_faults, race_faults, memory_faults, http_faults}) {
    const Deviations rows = group();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace pitboss::reference::wallet::faults
