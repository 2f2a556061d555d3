#include "simulator/scenario/for_each.hpp"

#include "schemas/catalogue/contract_files.hpp"
#include "simulator/scenario/mistyped.hpp"

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

/// Whether a property of a schema is what a word of `for_each` asks for.
bool is_asked_for(std::string_view what, const std::string &name, const Json &property, const Json &schema) {
  const Json *required = schema.find("required");
  const bool is_required =
      required != nullptr && required->array() != nullptr &&
      std::find(required->array()->begin(), required->array()->end(), Json(name)) != required->array()->end();
  if (what == "all") return true;
  if (what == "required" || what == "optional") return is_required == (what == "required");
  if (what == "limited") return property.find("maxLength") != nullptr;
  if (what == "date" || what == "date-time")
    return property.find("format") != nullptr && *property.find("format") == Json(what);
  const Json *type = property.find("type");
  if (type != nullptr && type->array() != nullptr)
    return std::find(type->array()->begin(), type->array()->end(), Json(what)) != type->array()->end();
  return type != nullptr && *type == Json(what);
}

/// A property with what its `$ref` to a neighbour or to a definition says.
Json resolved(const Json &property, const Json &schema, const std::string &folder) {
  const Json *reference = property.find("$ref");
  if (reference == nullptr || reference->string() == nullptr) return property;
  const std::string &to = *reference->string();
  if (to.starts_with("#/definitions/")) {
    const Json *definitions = schema.find("definitions");
    const Json *found = definitions == nullptr ? nullptr : definitions->find(to.substr(14));
    return found == nullptr ? property : resolved(*found, schema, folder);
  }
  const auto text = catalogue::contract_file(folder + to);
  const auto parsed = wire::parse_json(text.value_or("null"));
  const Json *json = std::get_if<Json>(&parsed);
  return json == nullptr ? property : *json;
}

/// "required of feed/customer": the fields of a JSON Schema of schemas/; none where there is no such schema.
std::vector<Value> fields_of(const std::string &words) {
  const std::size_t of = words.find(" of ");
  if (of == std::string::npos) return {};
  const std::string what = words.substr(0, of);
  const std::string path = "schemas/" + words.substr(of + 4) + ".json";
  const auto parsed = wire::parse_json(catalogue::contract_file(path).value_or("null"));
  const Json *schema = std::get_if<Json>(&parsed);
  const Json *properties = schema == nullptr ? nullptr : schema->find("properties");
  std::vector<Value> values;
  if (properties != nullptr && properties->object() != nullptr)
    for (const auto &[name, property] : *properties->object())
      if (is_asked_for(what, name, resolved(property, *schema, path.substr(0, path.rfind('/') + 1)), *schema))
        values.push_back({name, name});
  return values;
}

bool holds(const Json *list, const std::string &name) {
  return list != nullptr && list->array() != nullptr &&
         std::find(list->array()->begin(), list->array()->end(), Json(name)) != list->array()->end();
}

/// The fields of a request with values of wrong types; `only` some of them, or all `except` some.
std::vector<Value> mistyped_of(const std::string &schema_name, const Json &key) {
  const auto parsed = wire::parse_json(catalogue::contract_file("schemas/" + schema_name + ".json").value_or("null"));
  const Json *schema = std::get_if<Json>(&parsed);
  std::vector<Value> values;
  if (schema == nullptr) return values;
  for (Mistyped &each : mistyped_fields(*schema))
    if (!holds(key.find("except"), each.field) && (key.find("only") == nullptr || holds(key.find("only"), each.field)))
      values.push_back({std::move(each.name), std::move(each.fields)});
  return values;
}

/// The values of one key: a list, values by name, the fields of a schema, or wrong values for them.
std::vector<Value> values_of(const Json &key) {
  std::vector<Value> values;
  if (const std::string *words = key.string()) return fields_of(*words);
  if (const Json *words = key.find("fields"); words != nullptr && words->string() != nullptr) {
    values = fields_of(*words->string());
    std::erase_if(values, [&](const Value &value) { return holds(key.find("except"), value.name); });
    return values;
  }
  if (const Json *name = key.find("mistyped"); name != nullptr && name->string() != nullptr)
    return mistyped_of(*name->string(), key);
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
