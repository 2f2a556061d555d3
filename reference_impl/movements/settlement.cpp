#include "reference_impl/movements/settlement.hpp"

namespace pitboss::reference::movements {

wire::Decimal open_balance(std::span<const OpenContribution> open) {
  wire::Decimal sum;
  for (const OpenContribution &contribution : open) sum += contribution.amount;
  return sum;
}

std::variant<Refusal, Settlement> settle(std::span<const OpenContribution> open) {
  Settlement settlement{.total = open_balance(open), .movements = {}};
  if (settlement.total <= wire::Decimal()) {
    return Refusal{.reason = Refusal::Reason::nothing_to_settle,
                   .message = "the open balance is " + settlement.total.to_string() + ": there is nothing to pay"};
  }
  for (const OpenContribution &contribution : open) settlement.movements.push_back(contribution.movement_id);
  return settlement;
}

}  // namespace pitboss::reference::movements
