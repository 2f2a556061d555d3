#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "schemas/wire/decimal.hpp"

namespace pitboss::wire {

class Json;

/// A JSON number as it was written, so that no digit is lost: "10.00" stays "10.00".
struct JsonNumber {
  std::string text;  ///< matches the grammar of RFC 8259, section 6
  bool operator==(const JsonNumber &) const = default;
};

using JsonArray = std::vector<Json>;
/// Members in the order of the text; a name that stands twice is kept twice.
using JsonObject = std::vector<std::pair<std::string, Json>>;

/// A JSON value (RFC 8259) that keeps numbers as text, and members in their order.
class Json {
 public:
  using Value = std::variant<std::nullptr_t, bool, JsonNumber, std::string, JsonArray, JsonObject>;

  Json() : value_(nullptr) {}
  Json(std::nullptr_t) : value_(nullptr) {}                                      // NOLINT(google-explicit-constructor)
  Json(bool value) : value_(value) {}                                            // NOLINT(google-explicit-constructor)
  Json(JsonNumber value) : value_(std::move(value)) {}                           // NOLINT(google-explicit-constructor)
  Json(const Decimal &value) : value_(JsonNumber{value.to_string()}) {}          // NOLINT(google-explicit-constructor)
  Json(int value) : value_(JsonNumber{std::to_string(value)}) {}                 // NOLINT(google-explicit-constructor)
  Json(long value) : value_(JsonNumber{std::to_string(value)}) {}                // NOLINT(google-explicit-constructor)
  Json(long long value) : value_(JsonNumber{std::to_string(value)}) {}           // NOLINT(google-explicit-constructor)
  Json(unsigned value) : value_(JsonNumber{std::to_string(value)}) {}            // NOLINT(google-explicit-constructor)
  Json(unsigned long value) : value_(JsonNumber{std::to_string(value)}) {}       // NOLINT(google-explicit-constructor)
  Json(unsigned long long value) : value_(JsonNumber{std::to_string(value)}) {}  // NOLINT(google-explicit-constructor)
  Json(const char *value) : value_(std::string(value)) {}                        // NOLINT(google-explicit-constructor)
  Json(std::string_view value) : value_(std::string(value)) {}                   // NOLINT(google-explicit-constructor)
  Json(std::string value) : value_(std::move(value)) {}                          // NOLINT(google-explicit-constructor)
  Json(JsonArray value) : value_(std::move(value)) {}                            // NOLINT(google-explicit-constructor)
  Json(JsonObject value) : value_(std::move(value)) {}                           // NOLINT(google-explicit-constructor)

  [[nodiscard]] const Value &value() const { return value_; }
  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }

  /// Typed views; null pointers where the value is of another type.
  [[nodiscard]] const bool *boolean() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const JsonNumber *number() const { return std::get_if<JsonNumber>(&value_); }
  [[nodiscard]] const std::string *string() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const JsonArray *array() const { return std::get_if<JsonArray>(&value_); }
  [[nodiscard]] const JsonObject *object() const { return std::get_if<JsonObject>(&value_); }
  [[nodiscard]] JsonArray *array() { return std::get_if<JsonArray>(&value_); }
  [[nodiscard]] JsonObject *object() { return std::get_if<JsonObject>(&value_); }

  /// The exact value of a number; nullopt where this is no number or one beyond Decimal's range.
  [[nodiscard]] std::optional<Decimal> decimal() const;

  /// The member `name` of an object (the last one, where it stands twice); null where there is none or this is no
  /// object.
  [[nodiscard]] const Json *find(std::string_view name) const;
  /// Like find, the name compared without regard to ASCII case (contract wallet, Fields).
  [[nodiscard]] const Json *find_any_case(std::string_view name) const;
  /// Sets the member `name`; makes this an object if it is null. Precondition: null or an object.
  Json &set(std::string_view name, Json value);
  /// Appends to an array; makes this an array if it is null. Precondition: null or an array.
  Json &push_back(Json value);

  bool operator==(const Json &) const = default;

 private:
  Value value_;
};

/// Where and why a text is not JSON.
struct JsonError {
  std::size_t offset = 0;  ///< bytes before the fault
  int line = 1;            ///< from 1
  int column = 1;          ///< from 1, in bytes
  std::string message;     ///< what was found or expected, one sentence without full stop
};

struct JsonLimits {
  std::size_t max_depth = 64;  ///< nested arrays and objects
  /// All values together; of parse_json alone, as each takes memory there.
  std::size_t max_values = std::numeric_limits<std::size_t>::max();
};

/// Of a message from elsewhere: thirty times what the largest reply that a contract allows holds, so that ten megabytes
/// of garbage cost little.
constexpr JsonLimits limits_of_message{.max_values = 1'000'000};

/// Reads one JSON text (RFC 8259): strict grammar, UTF-8 checked, nothing but white space after the value.
std::variant<Json, JsonError> parse_json(std::string_view text, const JsonLimits &limits = {});

/// Writes on one line without blanks; strings escape what RFC 8259, section 7 demands and nothing else.
std::string to_text(const Json &json);
/// Writes with two blanks of indentation a level and a final line feed.
std::string to_pretty_text(const Json &json);
/// Appends `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD, so that what is written is
/// JSON always.
void append_json_string(std::string &out, std::string_view text);

}  // namespace pitboss::wire
