#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "reference_impl/movements/errors.hpp"
#include "schemas/wire/decimal.hpp"

/// Paying affiliates (movements.md, rule 13). No call of the contract does it; the reference offers it to its
/// administrator.
namespace pitboss::reference::movements {

/// What a movement contributed that no settlement has paid.
struct OpenContribution {
  std::string movement_id;
  wire::Decimal amount;
};

struct Settlement {
  wire::Decimal total;                 ///< exact; a payment in a currency is rounded once, by who makes it
  std::vector<std::string> movements;  ///< ids of those that it pays
};

/// The open balance of an affiliate: the sum of its unsettled contributions. Throws wire::DecimalOverflow.
wire::Decimal open_balance(std::span<const OpenContribution> open);

/// Pays all that is open. What is not above 0 is not paid: it is carried over into the next settlement.
std::variant<Refusal, Settlement> settle(std::span<const OpenContribution> open);

}  // namespace pitboss::reference::movements
