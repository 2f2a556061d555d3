#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::reference::feed {

/// A step from a value to a part of it: the name of a member, or the index of an element.
using PathStep = std::variant<std::string, std::size_t>;

/// What a schema finds wrong, and where.
struct SchemaFault {
  std::vector<PathStep> path;  ///< from the whole value; of a missing member, its place
  std::string code;            ///< the keyword in snake case: "required", "max_length", "date_time"
  std::string message;         ///< what is wrong, for people: "must be a string"
};

/// One of the published JSON Schemas of the contract (schemas/feed), as rules that count the digits of a number exactly
/// and find all faults of a value, each with its place. General validators read numbers as binary fractions and stop
/// early; the tests show that one of them accepts the same values.
///
/// Knows the keywords that these schemas use: `type`, `enum`, `required`, `properties`, `additionalProperties` (a
/// schema), `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, `pattern`, `format` (date, date-time),
/// `minimum`, `maximum`, `allOf`, `anyOf`, `if`/`then`, `$ref` to a file beside it; and x-maxSignificantDigits and
/// x-maxDecimals. null in a member that is not required and may be null is as if it were absent.
class Schema {
 public:
  /// Reads schemas/feed/NAME.json. Throws std::logic_error where it is missing, or says what this class does not know.
  static std::shared_ptr<const Schema> published(std::string_view name);

  /// All faults, in the order of the schema; none where the value is right. Of an array that is too long only that is
  /// said.
  [[nodiscard]] std::vector<SchemaFault> find_faults(const wire::Json &value) const;

  /// The names of the members that an object may have, in the order of the schema.
  [[nodiscard]] const std::vector<std::string> &properties() const { return property_names_; }

  struct Node;

 private:
  explicit Schema(std::shared_ptr<const Node> root);

  std::shared_ptr<const Node> root_;
  std::vector<std::string> property_names_;
};

}  // namespace pitboss::reference::feed
