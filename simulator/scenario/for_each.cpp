#include "simulator/scenario/for_each.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

struct Value {
  std::string name;  ///< as the id shows it
  Json json;
};

std::string plain_text(const Json &json) {
  if (const std::string *text = json.string()) return *text;
  return wire::to_text(json);
}

bool is_scalar(const Json &json) {
  return json.array() == nullptr && json.object() == nullptr;
}

/// The values of one key: a list, or values by name.
std::vector<Value> values_of(const Json &key) {
  std::vector<Value> values;
  if (const JsonArray *list = key.array())
    for (const Json &json : *list) values.push_back({plain_text(json), json});
  if (const JsonObject *named = key.object())
    for (const auto &[name, json] : *named) values.push_back({name, json});
  return values;
}

std::string replace_in_text(std::string text, const std::string &field, const Value &value) {
  const std::string place = "{" + field + "}";
  const std::string by = is_scalar(value.json) ? plain_text(value.json) : value.name;
  for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + by.size()))
    text.replace(at, place.size(), by);
  return text;
}

Json replace(const Json &json, const std::string &field, const Value &value) {
  if (const std::string *text = json.string())
    return *text == "{" + field + "}" ? value.json : Json(replace_in_text(*text, field, value));
  if (const JsonArray *array = json.array()) {
    JsonArray out;
    for (const Json &element : *array) out.push_back(replace(element, field, value));
    return out;
  }
  if (const JsonObject *object = json.object()) {
    JsonObject out;
    for (const auto &[name, member] : *object)
      out.emplace_back(replace_in_text(name, field, value), replace(member, field, value));
    return out;
  }
  return json;
}

}  // namespace

std::vector<Variant> expand_for_each(const Json &document) {
  std::vector<Variant> variants{{document, ""}};
  const Json *for_each = document.find("for_each");
  if (for_each == nullptr || for_each->object() == nullptr) return variants;
  for (const auto &[field, key] : *for_each->object()) {
    std::vector<Variant> next;
    for (const Variant &variant : variants)
      for (const Value &value : values_of(key))
        next.push_back({replace(variant.json, field, value), variant.suffix + "[" + field + "=" + value.name + "]"});
    variants = std::move(next);
  }
  return variants;
}

}  // namespace pitboss::scenario
