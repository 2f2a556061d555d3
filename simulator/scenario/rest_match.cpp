#include "simulator/scenario/rest_match.hpp"

#include <map>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/amounts.hpp"

namespace pitboss::scenario {
namespace {

using wire::Decimal;
using wire::Json;

constexpr std::chrono::minutes clocks_differ_by{15};

std::optional<Decimal> decimal_of(const Json &json) {
  if (const std::string *text = json.string()) return Decimal::parse_numeric_string(*text);
  return json.decimal();
}

/// Lower-case words and numbers with single hyphens between.
bool is_kebab_case(const std::string &text) {
  if (text.empty() || text.front() == '-' || text.back() == '-' || text.find("--") != std::string::npos) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

bool has_kind(const Json &json, const std::string &kind) {
  if (kind == "string") return json.string() != nullptr;
  if (kind == "number") return json.number() != nullptr;
  if (kind == "integer") return json.decimal() && json.decimal()->places() == 0;
  if (kind == "boolean") return json.boolean() != nullptr;
  if (kind == "object") return json.object() != nullptr;
  if (kind == "list") return json.array() != nullptr;
  if (kind == "null") return json.is_null();
  if (kind == "kebab-case") return json.string() != nullptr && is_kebab_case(*json.string());
  if (kind == "date-time") return json.string() != nullptr && wire::parse_date_time(*json.string()).has_value();
  if (kind == "decimal string")
    return json.string() != nullptr && Decimal::parse_numeric_string(*json.string()).has_value();
  return false;
}

bool same_time(const Json &actual, const Json &expected) {
  if (actual.string() == nullptr || expected.string() == nullptr) return false;
  const auto a = wire::parse_date_time(*actual.string());
  return a && a == wire::parse_date_time(*expected.string());
}

/// Whether a date-time is another one, up to what clocks may differ by. That it has an offset is judged elsewhere.
bool near(const Json &actual, const Json &expected) {
  if (actual.string() == nullptr || expected.string() == nullptr) return false;
  auto a = wire::parse_date_time(*actual.string());
  if (!a) a = wire::parse_date_time(*actual.string() + "Z");
  const auto e = wire::parse_date_time(*expected.string());
  return a && e && std::chrono::abs(*a - *e) <= clocks_differ_by;
}

using Word = bool (*)(const Json *actual, const Json &expected);

bool compare(const Json *actual, const Json &bound, bool at_least) {
  const auto value = actual == nullptr ? std::nullopt : decimal_of(*actual);
  const auto limit = decimal_of(bound);
  return value && limit && (at_least ? *value >= *limit : *value <= *limit);
}

/// What may stand instead of a value.
const std::map<std::string, Word, std::less<>> &words() {
  static const std::map<std::string, Word, std::less<>> all{
      {"decimal",
       [](const Json *a, const Json &e) { return a != nullptr && decimal_of(*a) && decimal_of(*a) == decimal_of(e); }},
      {"decimal string",
       [](const Json *a, const Json &e) {
         return a != nullptr && has_kind(*a, "decimal string") && decimal_of(*a) == decimal_of(e);
       }},
      {"is",
       [](const Json *a, const Json &e) {
         if (a == nullptr) return false;
         if (e.array() == nullptr) return has_kind(*a, scalar_text(e));
         return std::any_of(e.array()->begin(), e.array()->end(),
                            [&](const Json &kind) { return has_kind(*a, scalar_text(kind)); });
       }},
      {"product",
       [](const Json *a, const Json &e) {
         if (a == nullptr || e.array() == nullptr || !decimal_of(*a)) return false;
         wire::Decimal product(1);
         for (const Json &factor : *e.array()) product *= decimal_of(factor).value_or(wire::Decimal{});
         return decimal_of(*a) == product;
       }},
      {"absent", [](const Json *a, const Json &) { return a == nullptr || a->is_null(); }},
      {"at_least", [](const Json *a, const Json &e) { return compare(a, e, true); }},
      {"at_most", [](const Json *a, const Json &e) { return compare(a, e, false); }},
      {"one_of",
       [](const Json *a, const Json &e) {
         return e.array() != nullptr &&
                std::any_of(e.array()->begin(), e.array()->end(), [&](const Json &each) { return matches(a, each); });
       }},
      {"same_time_as", [](const Json *a, const Json &e) { return a != nullptr && same_time(*a, e); }},
      {"near", [](const Json *a, const Json &e) { return a != nullptr && near(*a, e); }},
      {"not", [](const Json *a, const Json &e) { return a != nullptr && !matches(a, e); }},
      {"any_case",
       [](const Json *a, const Json &e) {
         return a != nullptr && a->string() != nullptr && wire::equal_ignoring_case(*a->string(), scalar_text(e));
       }},
  };
  return all;
}

bool all_match(const wire::JsonArray &actual, const wire::JsonArray &expected) {
  if (actual.size() != expected.size()) return false;
  for (std::size_t i = 0; i < actual.size(); ++i)
    if (!matches(&actual[i], expected[i])) return false;
  return true;
}

}  // namespace

const Json *at_path(const Json &json, std::string_view path) {
  if (path.empty()) return &json;
  if (const Json *whole = json.find(path)) return whole;
  const std::string_view name = path.substr(0, path.find('.'));
  const std::string_view rest = path.substr(std::min(path.size(), name.size() + 1));
  if (const wire::JsonArray *array = json.array()) {
    if (name.empty() || name.size() > 6 || name.find_first_not_of("0123456789") != std::string_view::npos)
      return nullptr;
    const auto index = std::stoul(std::string(name));
    return index < array->size() ? at_path((*array)[index], rest) : nullptr;
  }
  const Json *member = json.find(name);
  return member == nullptr ? nullptr : at_path(*member, rest);
}

bool matches(const Json *actual, const Json &expected) {
  if (const wire::JsonObject *object = expected.object()) {
    const auto is_word = [](const auto &member) { return words().contains(member.first); };
    if (!object->empty() && std::all_of(object->begin(), object->end(), is_word))
      return std::all_of(object->begin(), object->end(),
                         [&](const auto &member) { return words().find(member.first)->second(actual, member.second); });
    return actual != nullptr && actual->object() != nullptr && row_matches(*actual, expected);
  }
  if (expected.is_null()) return actual == nullptr || actual->is_null();
  if (actual == nullptr) return false;
  if (expected.number() != nullptr)
    return actual->number() != nullptr && actual->decimal() && actual->decimal() == expected.decimal();
  if (const wire::JsonArray *array = expected.array())
    return actual->array() != nullptr && all_match(*actual->array(), *array);
  return *actual == expected;
}

bool row_matches(const Json &row, const Json &expected) {
  if (expected.object() == nullptr) return false;
  return std::all_of(expected.object()->begin(), expected.object()->end(),
                     [&](const auto &member) { return matches(at_path(row, member.first), member.second); });
}

std::string named_members(const Json &row, const Json &expected) {
  wire::JsonObject shown;
  if (expected.object() != nullptr)
    for (const auto &[name, value] : *expected.object())
      if (const Json *actual = at_path(row, name)) shown.emplace_back(name, *actual);
  return wire::to_text(shown);
}

bool holds_text(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return wire::equal_ignoring_case({&a, 1}, {&b, 1}); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

}  // namespace pitboss::scenario
