#pragma once

#include <functional>
#include <string>

#include "schemas/wire/json.hpp"

namespace pitboss::referee {

/// Whether a member counts; its name in lower case.
using Counts = std::function<bool(std::string_view name, const wire::Json &value)>;

/// A text that is equal for two values that say the same: members in the order of their names, names in lower case,
/// numbers by their value.
std::string canonical(const wire::Json &json, const Counts &counts = {});

}  // namespace pitboss::referee
