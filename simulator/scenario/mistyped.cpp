#include "simulator/scenario/mistyped.hpp"

#include <set>

namespace pitboss::scenario {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

/// The names of the JSON types that a property allows; an `enum` is of texts here.
std::set<std::string> types_of(const Json &property) {
  std::set<std::string> types;
  const Json *type = property.find("type");
  if (type != nullptr && type->string() != nullptr) types.insert(*type->string());
  if (type != nullptr && type->array() != nullptr)
    for (const Json &each : *type->array()) types.insert(*each.string());
  if (property.find("enum") != nullptr) types.insert("enum");
  return types;
}

struct Wrong {
  std::string name;
  Json json;
};

/// A value of each JSON type that is none of `types`.
std::vector<Wrong> wrong_values(const std::set<std::string> &types) {
  std::vector<Wrong> wrong;
  const auto unless = [&](const std::set<std::string> &allowed, Wrong value) {
    for (const std::string &type : allowed)
      if (types.contains(type)) return;
    wrong.push_back(std::move(value));
  };
  unless({"null"}, {"null", Json()});
  unless({"boolean"}, {"boolean", Json(true)});
  unless({"number", "integer"}, {"number", Json(7)});
  if (types.contains("integer")) wrong.push_back({"fraction", Json(wire::JsonNumber{"0.5"})});
  unless({"string"}, {"text", Json("text")});
  unless({"array"}, {"list", Json(JsonArray{Json("text")})});
  unless({"object"}, {"object", Json(JsonObject{{"a", Json("b")}})});
  return wrong;
}

std::vector<std::string> required_of(const Json &schema) {
  std::vector<std::string> names;
  const Json *required = schema.find("required");
  if (required != nullptr && required->array() != nullptr)
    for (const Json &name : *required->array()) names.push_back(*name.string());
  return names;
}

Json right_value(const Json &property) {
  const std::set<std::string> types = types_of(property);
  if (types.contains("integer") || types.contains("number")) return Json(1);
  if (types.contains("boolean")) return Json(false);
  return Json("text");
}

/// The members that an object requires, with right values, but `left_out`.
JsonObject required_members(const Json &schema, const std::string &left_out) {
  JsonObject members;
  const Json *properties = schema.find("properties");
  for (const std::string &name : required_of(schema))
    if (const Json *property = properties == nullptr ? nullptr : properties->find(name); property && name != left_out)
      members.emplace_back(name, right_value(*property));
  return members;
}

std::vector<Mistyped> mistyped_in(const Json &schema, bool nested);

/// The property with wrong values, and with right ones that are wrong inside; `others` stand beside it.
void add_property(std::vector<Mistyped> &all, const std::string &name, const Json &property, const JsonObject &others) {
  const auto add = [&](const std::string &suffix, Json value) {
    JsonObject members = others;
    members.emplace_back(name, std::move(value));
    all.push_back({name, name + suffix, Json(std::move(members))});
  };
  const std::set<std::string> types = types_of(property);
  for (const Wrong &wrong : wrong_values(types)) add("-" + wrong.name, wrong.json);
  if (types.contains("object"))
    for (const Mistyped &inner : mistyped_in(property, true)) add("." + inner.name, inner.fields);
  const Json *items = types.contains("array") ? property.find("items") : nullptr;
  if (items == nullptr) return;
  for (const Wrong &wrong : wrong_values(types_of(*items))) add("-of-" + wrong.name, Json(JsonArray{wrong.json}));
  for (const Mistyped &inner : mistyped_in(*items, true)) add("." + inner.name, Json(JsonArray{inner.fields}));
}

std::vector<Mistyped> mistyped_in(const Json &schema, bool nested) {
  std::vector<Mistyped> all;
  const Json *properties = schema.find("properties");
  if (properties == nullptr || properties->object() == nullptr) return all;
  for (const auto &[name, property] : *properties->object())
    add_property(all, name, property, nested ? required_members(schema, name) : JsonObject{});
  if (nested)
    for (const std::string &name : required_of(schema))
      all.push_back({name, name + "-missing", Json(required_members(schema, name))});
  return all;
}

}  // namespace

std::vector<Mistyped> mistyped_fields(const Json &schema) {
  return mistyped_in(schema, false);
}

}  // namespace pitboss::scenario
