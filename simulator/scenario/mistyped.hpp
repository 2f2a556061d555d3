#pragma once

#include <string>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::scenario {

/// A field of a request with a value of a type that its JSON Schema does not allow.
struct Mistyped {
  std::string field;    ///< at the top: "gameInfo"
  std::string name;     ///< as an id of a scenario shows it: "gameInfo.metaData.amount-text"
  wire::Json fields{};  ///< what to set in the request: {"gameInfo": {"metaData": [{"amount": "text"}]}}
};

/// For every property of an object schema, at every depth, a value of each JSON type that it does not allow: null,
/// boolean, number, fraction (where whole numbers are meant), text, list and object; and nested objects without each
/// of their required members. What an object requires besides is there with a right value.
std::vector<Mistyped> mistyped_fields(const wire::Json &schema);

}  // namespace pitboss::scenario
