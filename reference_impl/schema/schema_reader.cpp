#include <fmt/format.h>

#include <functional>
#include <map>
#include <stdexcept>

#include "reference_impl/schema/schema_node.hpp"
#include "schemas/catalogue/contract_files.hpp"

namespace pitboss::reference {
namespace {

using wire::Json;
using Node = Schema::Node;

constexpr std::size_t most_named = 8;  // values of an enum that a message lists

Node::Pointer read_node(const Schema::Source &source, const Json &json);

std::size_t size_of(const Json &json) {
  return static_cast<std::size_t>(std::stoul(json.number()->text));
}

std::vector<std::string> texts_of(const Json &json) {
  if (json.string() != nullptr) return {*json.string()};
  std::vector<std::string> texts;
  for (const Json &item : *json.array()) texts.push_back(*item.string());
  return texts;
}

std::vector<Node::Pointer> nodes_of(const Schema::Source &source, const Json &json) {
  std::vector<Node::Pointer> nodes;
  for (const Json &item : *json.array()) nodes.push_back(read_node(source, item));
  return nodes;
}

void read_enum(Node &node, const Json &json) {
  const std::vector<std::string> values = texts_of(json);
  node.allowed.emplace(values.begin(), values.end());
  node.allowed_words = values.size() > most_named
                           ? fmt::format("one of the {} values that the schema lists", values.size())
                           : fmt::format("one of {}", fmt::join(values, ", "));
}

void read_pattern(Node &node, const Json &json) {
  node.pattern_text = *json.string();
  node.pattern.emplace(node.pattern_text, std::regex::ECMAScript | std::regex::optimize);
}

void read_properties(Node &node, const Schema::Source &source, const Json &json) {
  for (const auto &[name, schema] : *json.object()) {
    node.properties.emplace_back(name, read_node(source, schema));
    node.property_names.push_back(name);
  }
}

/// To a file beside the schema, or to one of its definitions.
Node::Pointer read_reference(const Schema::Source &source, const std::string &reference) {
  constexpr std::string_view local = "#/definitions/", ending = ".json";
  if (reference.ends_with(ending))
    return read_schema(
        published_source(fmt::format("{}/{}", source.folder, reference.substr(0, reference.size() - ending.size()))));
  const Json *definitions = source.document.find("definitions");
  const Json *definition = definitions == nullptr || !reference.starts_with(local)
                               ? nullptr
                               : definitions->find(std::string_view(reference).substr(local.size()));
  if (definition == nullptr) throw std::logic_error("a schema refers to " + reference);
  return read_node(source, *definition);
}

using Keyword = std::function<void(Node &, const Schema::Source &, const Json &)>;
using Words = std::map<std::string, Keyword, std::less<>>;

void ignore(Node &, const Schema::Source &, const Json &) {}

/// A keyword whose value is no schema and holds none.
template <class Read>
Keyword plain(Read read) {
  return [read](Node &node, const Schema::Source &, const Json &json) { read(node, json); };
}

const Words &plain_words() {
  static const Words all = {
      {"type", plain([](Node &n, const Json &j) { n.types = texts_of(j); })},
      {"enum", plain(read_enum)},
      {"required", plain([](Node &n, const Json &j) { n.required = texts_of(j); })},
      {"minItems", plain([](Node &n, const Json &j) { n.min_items = size_of(j); })},
      {"maxItems", plain([](Node &n, const Json &j) { n.max_items = size_of(j); })},
      {"minLength", plain([](Node &n, const Json &j) { n.min_length = size_of(j); })},
      {"maxLength", plain([](Node &n, const Json &j) { n.max_length = size_of(j); })},
      {"pattern", plain(read_pattern)},
      {"format", plain([](Node &n, const Json &j) { n.format = *j.string(); })},
      {"minimum", plain([](Node &n, const Json &j) { n.minimum = j.decimal().value(); })},
      {"maximum", plain([](Node &n, const Json &j) { n.maximum = j.decimal().value(); })},
      {"x-maxSignificantDigits",
       plain([](Node &n, const Json &j) { n.max_significant_digits = static_cast<int>(size_of(j)); })},
      {"x-maxDecimals", plain([](Node &n, const Json &j) { n.max_decimals = static_cast<int>(size_of(j)); })},
  };
  return all;
}

/// Those whose value is a schema or holds some, and those that ask for nothing.
const Words &other_words() {
  using Source = Schema::Source;
  static const Words all = {
      {"properties", read_properties},
      {"additionalProperties", [](Node &n, const Source &s, const Json &j) { n.additional = read_node(s, j); }},
      {"items", [](Node &n, const Source &s, const Json &j) { n.items = read_node(s, j); }},
      {"allOf",
       [](Node &n, const Source &s, const Json &j) {
         for (Node::Pointer &node : nodes_of(s, j)) n.all_of.push_back(std::move(node));
       }},
      {"anyOf", [](Node &n, const Source &s, const Json &j) { n.any_of = nodes_of(s, j); }},
      {"if", [](Node &n, const Source &s, const Json &j) { n.condition = read_node(s, j); }},
      {"then", [](Node &n, const Source &s, const Json &j) { n.then = read_node(s, j); }},
      {"$ref", [](Node &n, const Source &s, const Json &j) { n.all_of.push_back(read_reference(s, *j.string())); }},
      {"definitions", ignore},  // read where they are referred to
      {"$schema", ignore},
      {"$comment", ignore},
      {"title", ignore},
      {"description", ignore},
      {"examples", ignore},
  };
  return all;
}

const Keyword &keyword(const std::string &name) {
  for (const Words *words : {&plain_words(), &other_words()})
    if (const auto found = words->find(name); found != words->end()) return found->second;
  throw std::logic_error("a published schema uses " + name);
}

Node::Pointer read_node(const Schema::Source &source, const Json &json) {
  if (json.object() == nullptr) throw std::logic_error("a schema is no object");
  auto node = std::make_shared<Node>();
  for (const auto &[name, value] : *json.object()) keyword(name)(*node, source, value);
  if (!node->format.empty() && node->format != "date" && node->format != "date-time")
    throw std::logic_error("a published schema uses the format " + node->format);
  return node;
}

}  // namespace

Schema::Source published_source(std::string_view name) {
  const std::string file = fmt::format("schemas/{}.json", name);
  const auto text = catalogue::contract_file(file);
  if (!text) throw std::logic_error("there is no " + file);
  auto json = wire::parse_json(*text);
  if (!std::holds_alternative<Json>(json)) throw std::logic_error(file + " is no JSON");
  return {.folder = std::string(name.substr(0, name.rfind('/'))), .document = std::get<Json>(std::move(json))};
}

Node::Pointer read_schema(const Schema::Source &source) {
  return read_node(source, source.document);
}

}  // namespace pitboss::reference
