#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "reference_impl/faults/wrap.hpp"

/// How the faults of the feed contract get between the reading of a push and its records.
namespace pitboss::reference::feed::faults {

using reference::Behaviour;  // that of the whole server

/// The value that a fault of a push is about; nullptr where the field is missing.
const wire::Json *value_of(const wire::Json &body, const Fault &fault);

/// Overlooks those faults of a push of which `which(kind, fault, value)` is true: what has no other is stored as it
/// came.
void overlook(Behaviour &behaviour, std::function<bool(Kind, const Fault &, const wire::Json *value)> which);

/// Refuses records that are right: where `field_of(kind, record)` names a field, that one is said to be wrong.
void refuse_records(Behaviour &behaviour, std::function<std::string(Kind, const wire::Json &record)> field_of);

/// Changes the rows that lists return: `change(kind, row)`.
void change_rows(Behaviour &behaviour, std::function<void(Kind, wire::Json &row)> change);

/// A new access token ends the older one: a fault (two may live side by side, SHOULD) that no suite may fail.
void end_older_tokens(Behaviour &behaviour);

}  // namespace pitboss::reference::feed::faults
