#pragma once

#include <optional>
#include <vector>

#include "reference_impl/movements/state.hpp"
#include "schemas/wire/json.hpp"

/// Updates as they stand in requests, in rows of the movement list, and in the store.
namespace pitboss::reference::movements {

/// Precondition: an entry of `metrics` that record-movement.request.json lets through. nullopt where the value has more
/// digits than a Decimal holds.
std::optional<Update> update_from_json(const wire::Json &entry);

wire::Json to_json(const std::vector<Update> &updates);

}  // namespace pitboss::reference::movements
