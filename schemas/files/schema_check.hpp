#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::files {

/// One thing that a JSON Schema finds wrong with a value.
struct SchemaFault {
  std::string pointer;  ///< JSON pointer (RFC 6901) of the faulty value; of the object, where a member is missing
  std::string message;  ///< what was found, what was expected: one sentence without full stop

  bool operator==(const SchemaFault &) const = default;
};

/// What a JSON Schema (draft 7) finds wrong: at most 20 faults, none where the value is right. Safe to call from any
/// thread; each schema is compiled once. Throws std::invalid_argument where the schema itself is faulty; it must not
/// use `multipleOf`: decimals are not exact there. Of a text of more than 1,024 bytes only the beginning is matched
/// against a `pattern`.
std::vector<SchemaFault> find_faults(const wire::Json &json, std::string_view schema_text);

}  // namespace pitboss::files
