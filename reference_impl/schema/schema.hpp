#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::reference {

/// A step from a value to a part of it: the name of a member, or the index of an element.
using PathStep = std::variant<std::string, std::size_t>;

/// What a schema finds wrong, and where.
struct SchemaFault {
  std::vector<PathStep> path;  ///< from the whole value; of a missing member, its place
  std::string code;            ///< the keyword in snake case: "required", "max_length", "date_time"
  std::string message;         ///< what is wrong, for people: "must be a string"
};

/// A published JSON Schema (schemas/CONTRACT), read once into rules that count the digits of a number exactly, find all
/// faults of a value, each with its place, and cost a request microseconds. General validators read numbers as binary
/// fractions, stop early, or read patterns anew for each text; the tests show that one of them accepts the same values.
///
/// Knows the keywords that these schemas use: `type`, `enum`, `required`, `properties`, `additionalProperties` (a
/// schema), `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, `pattern`, `format` (date, date-time),
/// `minimum`, `maximum`, `allOf`, `anyOf`, `if`/`then`, `$ref` to a file beside it or to one of its `definitions`; and
/// x-maxSignificantDigits and x-maxDecimals. Of a text of more than 1,024 bytes only the beginning is matched against a
/// `pattern`. A copy costs nothing.
class Schema {
 public:
  /// Reads schemas/NAME.json, "feed/customer". Throws std::logic_error where it is missing, or says what this class
  /// does not know.
  static Schema published(std::string_view name);

  /// This schema with another value at a place of its text: {"properties", "externalId", "maxLength"}, 100. Throws as
  /// published.
  [[nodiscard]] Schema with(const std::vector<std::string> &place, wire::Json value) const;

  /// All faults, in the order of the schema; none where the value is right. Of an array that is too long only that is
  /// said.
  [[nodiscard]] std::vector<SchemaFault> find_faults(const wire::Json &value) const;

  /// The names of the members that an object may have, in the order of the schema.
  [[nodiscard]] const std::vector<std::string> &properties() const;

  struct Node;
  struct Source;

 private:
  explicit Schema(Source source);

  std::shared_ptr<const Source> source_;
  std::shared_ptr<const Node> root_;
};

}  // namespace pitboss::reference
