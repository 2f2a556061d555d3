#pragma once

#include <string>

namespace pitboss::target {

/// Whether the schema of target files (schemas/formats/target.schema.json) says that the value at a JSON pointer is a
/// secret: "/wallet/players/0/launch_token".
bool is_secret_field(const std::string &pointer);

}  // namespace pitboss::target
