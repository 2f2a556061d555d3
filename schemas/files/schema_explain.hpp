#pragma once

#include <vector>

#include "schemas/files/complaint.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::files {

/// Why `value` is not as `schema` says, in few and precise complaints: the deepest cause, and of alternatives (anyOf,
/// oneOf) the one that was most likely meant. Whether the value is right is valijson's to say; this names the reasons.
/// Empty where it finds none.
std::vector<Complaint> explain(const wire::Json &schema, const wire::Json &value);

}  // namespace pitboss::files
