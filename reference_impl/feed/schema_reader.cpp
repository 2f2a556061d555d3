#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>
#include <stdexcept>

#include "reference_impl/feed/schema_node.hpp"
#include "schemas/catalogue/contract_files.hpp"

namespace pitboss::reference::feed {
namespace {

using wire::Json;
using Node = Schema::Node;

constexpr std::size_t most_named = 8;  // values of an enum that a message lists

Node::Pointer read_node(const Json &json);

std::size_t size_of(const Json &json) {
  return static_cast<std::size_t>(std::stoul(json.number()->text));
}

std::vector<std::string> texts_of(const Json &json) {
  if (json.string() != nullptr) return {*json.string()};
  std::vector<std::string> texts;
  for (const Json &item : *json.array()) texts.push_back(*item.string());
  return texts;
}

std::vector<Node::Pointer> nodes_of(const Json &json) {
  std::vector<Node::Pointer> nodes;
  for (const Json &item : *json.array()) nodes.push_back(read_node(item));
  return nodes;
}

void read_enum(Node &node, const Json &json) {
  const std::vector<std::string> values = texts_of(json);
  node.allowed.emplace(values.begin(), values.end());
  node.allowed_words = values.size() > most_named
                           ? fmt::format("one of the {} values that the schema lists", values.size())
                           : fmt::format("one of {}", fmt::join(values, ", "));
}

void read_properties(Node &node, const Json &json) {
  for (const auto &[name, schema] : *json.object()) node.properties.emplace_back(name, read_node(schema));
}

void read_reference(Node &node, const Json &json) {
  const std::string &file = *json.string();
  node.all_of.push_back(read_schema(file.substr(0, file.rfind(".json"))));
}

using Keyword = std::function<void(Node &, const Json &)>;

void ignore(Node &, const Json &) {}

const std::map<std::string, Keyword, std::less<>> &keywords() {
  static const std::map<std::string, Keyword, std::less<>> all = {
      {"$schema", ignore},
      {"$comment", ignore},
      {"title", ignore},
      {"description", ignore},
      {"examples", ignore},
      {"type", [](Node &n, const Json &j) { n.types = texts_of(j); }},
      {"enum", read_enum},
      {"required", [](Node &n, const Json &j) { n.required = texts_of(j); }},
      {"properties", read_properties},
      {"additionalProperties", [](Node &n, const Json &j) { n.additional = read_node(j); }},
      {"items", [](Node &n, const Json &j) { n.items = read_node(j); }},
      {"minItems", [](Node &n, const Json &j) { n.min_items = size_of(j); }},
      {"maxItems", [](Node &n, const Json &j) { n.max_items = size_of(j); }},
      {"minLength", [](Node &n, const Json &j) { n.min_length = size_of(j); }},
      {"maxLength", [](Node &n, const Json &j) { n.max_length = size_of(j); }},
      {"pattern",
       [](Node &n, const Json &j) {
         n.pattern_text = *j.string();
         n.pattern.emplace(n.pattern_text);
       }},
      {"format", [](Node &n, const Json &j) { n.format = *j.string(); }},
      {"minimum", [](Node &n, const Json &j) { n.minimum = j.decimal().value(); }},
      {"maximum", [](Node &n, const Json &j) { n.maximum = j.decimal().value(); }},
      {"x-maxSignificantDigits",
       [](Node &n, const Json &j) { n.max_significant_digits = static_cast<int>(size_of(j)); }},
      {"x-maxDecimals", [](Node &n, const Json &j) { n.max_decimals = static_cast<int>(size_of(j)); }},
      {"allOf",
       [](Node &n, const Json &j) {
         for (Node::Pointer &node : nodes_of(j)) n.all_of.push_back(std::move(node));
       }},
      {"anyOf", [](Node &n, const Json &j) { n.any_of = nodes_of(j); }},
      {"if", [](Node &n, const Json &j) { n.condition = read_node(j); }},
      {"then", [](Node &n, const Json &j) { n.then = read_node(j); }},
      {"$ref", read_reference},
  };
  return all;
}

Node::Pointer read_node(const Json &json) {
  if (json.object() == nullptr) throw std::logic_error("a schema is no object");
  auto node = std::make_shared<Node>();
  for (const auto &[name, value] : *json.object()) {
    const auto found = keywords().find(name);
    if (found == keywords().end()) throw std::logic_error("a schema of the feed contract uses " + name);
    found->second(*node, value);
  }
  if (!node->format.empty() && node->format != "date" && node->format != "date-time")
    throw std::logic_error("a schema of the feed contract uses the format " + node->format);
  return node;
}

}  // namespace

Node::Pointer read_schema(std::string_view name) {
  const std::string file = fmt::format("schemas/feed/{}.json", name);
  const auto text = catalogue::contract_file(file);
  if (!text) throw std::logic_error("there is no " + file);
  const auto json = wire::parse_json(*text);
  if (!std::holds_alternative<Json>(json)) throw std::logic_error(file + " is no JSON");
  return read_node(std::get<Json>(json));
}

}  // namespace pitboss::reference::feed
