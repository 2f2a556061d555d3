#pragma once

#include "simulator/scenario/rest_ledger.hpp"

namespace pitboss::scenario {

/// For contracts whose records are rows under a key (`feed`).
std::unique_ptr<RestLedger> make_record_ledger(const RestCalls &calls);
/// For the contract `movements`.
std::unique_ptr<RestLedger> make_movement_ledger(const target::Rest &target);

}  // namespace pitboss::scenario
