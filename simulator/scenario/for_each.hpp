#pragma once

#include <string>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::scenario {

/// One scenario of those that a `for_each` generates.
struct Variant {
  wire::Json json;     ///< the document with the values in place
  std::string suffix;  ///< "[field=ip]"; empty where there is no for_each
};

/// Expands `for_each` (docs/scenarios.md): one variant for each combination of the values, the last key varying
/// fastest. A text that is nothing but `{field}` becomes the value, whatever its type; inside a longer text, or in a
/// name, it becomes the value's text. A document without for_each, or with one of a wrong type, gives itself alone.
std::vector<Variant> expand_for_each(const wire::Json &document);

}  // namespace pitboss::scenario
