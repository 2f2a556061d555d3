#pragma once

#include <string_view>

#include "schemas/wire/json.hpp"

namespace pitboss::files {

/// Whether `text` is a number by the grammar of RFC 8259, section 6.
bool is_json_number(std::string_view text);

/// What a plain scalar means by the core schema of YAML 1.2 (section 10.3.2). A number keeps its text; one with a
/// leading `+` loses that sign; the forms that JSON does not know (0x1F, 0o7, .5, 5., 007, .inf, .nan) stay text.
wire::Json resolve_plain_scalar(std::string_view text);

}  // namespace pitboss::files
