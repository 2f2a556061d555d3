#pragma once

#include <cstddef>
#include <string>

#include "schemas/wire/json.hpp"

namespace pitboss::wire {

/// Writes as `to_pretty_text`, but each element of the level `levels` on one line, with all that it holds: large files
/// stay readable, and small.
std::string to_outline_text(const Json &json, std::size_t levels);

}  // namespace pitboss::wire
