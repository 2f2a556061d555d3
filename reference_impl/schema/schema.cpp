#include "reference_impl/schema/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference_impl/schema/schema_node.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference {
namespace {

using wire::Json;
using Node = Schema::Node;
using Found = std::vector<SchemaFault>;

std::string_view type_of(const Json &value) {
  if (value.is_null()) return "null";
  if (value.boolean() != nullptr) return "boolean";
  if (value.number() != nullptr) return "number";
  if (value.string() != nullptr) return "string";
  return value.array() != nullptr ? "array" : "object";
}

/// A number without fraction, however it is written: 5, 5.0, 5e0. One beyond the range of a Decimal is judged by its
/// size.
bool is_integer(const Json &value) {
  if (value.number() == nullptr) return false;
  const auto decimal = value.decimal();
  return decimal ? decimal->places() == 0 : value.number()->text.find_first_of(".eE") == std::string::npos;
}

bool has_type(const Json &value, const std::string &type) {
  return type == "integer" ? is_integer(value) : type == type_of(value);
}

/// Judges one value, and remembers where it stands.
class Judge {
 public:
  Found found;

  void judge(const Node &node, const Json &value) {
    if (!node.types.empty() &&
        std::none_of(node.types.begin(), node.types.end(), [&](const auto &type) { return has_type(value, type); })) {
      add("type", fmt::format("must be {}, but is {}", fmt::join(node.types, " or "), type_of(value)));
      return;  // the rest would only say so again
    }
    if (node.allowed && (value.string() == nullptr || !node.allowed->contains(*value.string())))
      add("enum", "must be " + node.allowed_words);
    if (value.string() != nullptr) judge_text(node, *value.string());
    if (value.number() != nullptr) judge_number(node, value);
    if (value.array() != nullptr) judge_array(node, *value.array());
    if (value.object() != nullptr) judge_object(node, value);
    for (const auto &part : node.all_of) judge(*part, value);
    judge_any(node, value);
    if (node.condition && node.then && accepts(*node.condition, value)) judge(*node.then, value);
  }

 private:
  void add(std::string code, std::string message) { found.push_back({path_, std::move(code), std::move(message)}); }

  static bool accepts(const Node &node, const Json &value) {
    Judge judge;
    judge.judge(node, value);
    return judge.found.empty();
  }

  void judge_text(const Node &node, const std::string &text) {
    const std::size_t length = node.min_length || node.max_length ? wire::count_code_points(text) : 0;
    if (node.min_length && length < *node.min_length)
      add("min_length", length == 0
                            ? "must not be empty"
                            : fmt::format("has {} characters; at least {} are needed", length, *node.min_length));
    const bool too_long = node.max_length && length > *node.max_length;
    if (too_long) add("max_length", fmt::format("has {} characters; at most {} are allowed", length, *node.max_length));
    // std::regex recurses for each character.
    constexpr std::size_t longest_matched = 1'024;
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), longest_matched));
    if (node.pattern && !std::regex_search(text.begin(), end, *node.pattern))
      add("pattern", "must match " + node.pattern_text);
    if (node.format == "date" && !wire::parse_date(text)) add("date", "must be a date YYYY-MM-DD of the calendar");
    if (node.format == "date-time" && !wire::parse_date_time(text))
      add("date_time", "must be an ISO 8601 date-time with Z or an offset, 2026-05-23T11:54:37Z");
  }

  void judge_number(const Node &node, const Json &value) {
    const auto decimal = value.decimal();
    if (!decimal) return judge_huge(node, value.number()->text);
    if (node.minimum && *decimal < *node.minimum) add("minimum", "must be at least " + node.minimum->to_string());
    if (node.maximum && *decimal > *node.maximum) add("maximum", "must be at most " + node.maximum->to_string());
    if (node.max_significant_digits && decimal->significant_digits() > *node.max_significant_digits)
      add("significant_digits", fmt::format("has {} significant digits; at most {} are allowed",
                                            decimal->significant_digits(), *node.max_significant_digits));
    if (node.max_decimals && decimal->places() > *node.max_decimals)
      add("decimals", fmt::format("has {} decimals; at most {} are allowed", decimal->places(), *node.max_decimals));
  }

  /// A number of more digits than a Decimal holds, before or after the point.
  void judge_huge(const Node &node, const std::string &text) {
    if (node.max_significant_digits || node.max_decimals)
      add("significant_digits", fmt::format("is too large, too small or too long a number: {}", text.substr(0, 40)));
  }

  void judge_array(const Node &node, const wire::JsonArray &items) {
    if (node.min_items && items.size() < *node.min_items)
      add("min_items", fmt::format("must have at least {}", *node.min_items));
    if (node.max_items && items.size() > *node.max_items) {
      add("max_items", fmt::format("has {} elements; at most {} are allowed", items.size(), *node.max_items));
      return;
    }
    if (!node.items) return;
    for (std::size_t i = 0; i < items.size(); ++i) judge_part(*node.items, items[i], i);
  }

  void judge_object(const Node &node, const Json &value) {
    for (const std::string &name : node.required) {
      if (value.find(name) != nullptr) continue;
      path_.emplace_back(name);
      add("required", "is required");
      path_.pop_back();
    }
    for (const auto &[name, property] : node.properties)
      if (const Json *member = value.find(name)) judge_part(*property, *member, name);
    if (!node.additional) return;
    for (const auto &[name, member] : *value.object()) {
      const bool named = std::any_of(node.properties.begin(), node.properties.end(),
                                     [&, &key = name](const auto &property) { return property.first == key; });
      if (!named) judge_part(*node.additional, member, name);
    }
  }

  void judge_part(const Node &node, const Json &value, PathStep step) {
    path_.push_back(std::move(step));
    judge(node, value);
    path_.pop_back();
  }

  /// Where no alternative accepts the value, the last one says why.
  void judge_any(const Node &node, const Json &value) {
    if (node.any_of.empty()) return;
    if (std::any_of(node.any_of.begin(), node.any_of.end(), [&](const auto &part) { return accepts(*part, value); }))
      return;
    judge(*node.any_of.back(), value);
  }

  std::vector<PathStep> path_;
};

/// The member of this name; where there is none, it is made.
Json &member(Json &object, const std::string &name) {
  for (auto &[key, value] : *object.object()) {
    if (key == name) return value;
  }
  object.set(name, wire::JsonObject{});
  return member(object, name);
}

}  // namespace

Schema::Schema(Source source)
    : source_(std::make_shared<const Source>(std::move(source))), root_(read_schema(*source_)) {}

Schema Schema::published(std::string_view name) {
  return Schema(published_source(name));
}

Schema Schema::with(const std::vector<std::string> &place, Json value) const {
  Source source = *source_;
  Json *at = &source.document;
  for (const std::string &name : place) at = &member(*at, name);
  *at = std::move(value);
  return Schema(std::move(source));
}

Found Schema::find_faults(const Json &value) const {
  Judge judge;
  judge.judge(*root_, value);
  return std::move(judge.found);
}

const std::vector<std::string> &Schema::properties() const {
  return root_->property_names;
}

}  // namespace pitboss::reference
