#pragma once

#include <string>

#include "schemas/wire/json.hpp"

namespace pitboss::scenario {

/// The value at a path ("data.0.client_id"; lists count from 0); nullptr where there is none. A member whose name holds
/// the dots itself goes first.
const wire::Json *at_path(const wire::Json &json, std::string_view path);

/// Whether a value is as expected (docs/rest-scenarios.md, What to expect): numbers by value, or one of the words that
/// stand instead of a value. `actual` is null where the member is missing.
bool matches(const wire::Json *actual, const wire::Json &expected);

/// Whether a row has at least the expected members, each as expected.
bool row_matches(const wire::Json &row, const wire::Json &expected);

/// The members of `row` that `expected` names, for a report: {"status": "pending"}.
std::string named_members(const wire::Json &row, const wire::Json &expected);

/// Whether `text` holds `part`, ASCII letters in any case.
bool holds_text(std::string_view text, std::string_view part);

}  // namespace pitboss::scenario
