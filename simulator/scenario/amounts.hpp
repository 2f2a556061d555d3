#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::scenario {

/// What the words of an amount stand for: `opening`, the player's balance when the scenario began, and `unit`, the
/// smallest amount.
struct AmountWords {
  wire::Decimal opening;
  wire::Decimal unit;
};

/// The value of an amount of a scenario file: a sum of decimals and words, as in "opening + unit", "-10.00", "+15.00".
/// nullopt where `text` is none.
std::optional<wire::Decimal> evaluate_amount(std::string_view text, const AmountWords &words);

/// The text of a scalar of a scenario file: numbers as they are written there.
std::string scalar_text(const wire::Json &scalar);

/// A change as a person reads it: "+15.00", "-10.00", "0.00".
std::string signed_text(const wire::Decimal &change, int decimals);

}  // namespace pitboss::scenario
