#include "simulator/target/secret_fields.hpp"

#include <stdexcept>

#include "schemas/formats/format_schemas.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::target {
namespace {

using wire::Json;

constexpr std::string_view definitions = "#/definitions/";

const Json &schema() {
  static const Json read = [] {
    const auto text = results::format_schema("schemas/formats/target.schema.json");
    if (!text) throw std::logic_error("schemas/formats/target.schema.json is not embedded");
    return std::get<Json>(wire::parse_json(*text));
  }();
  return read;
}

/// The name of the definition that a schema refers to; empty where it says everything itself.
std::string_view definition_of(const Json &node) {
  const Json *reference = node.find("$ref");
  return reference == nullptr ? std::string_view() : std::string_view(*reference->string()).substr(definitions.size());
}

/// The schema of a member or an element of what `node` describes; nullptr where it has none.
const Json *inside(const Json &node, std::string_view name) {
  const std::string_view definition = definition_of(node);
  const Json &described = definition.empty() ? node : *schema().find("definitions")->find(definition);
  if (const Json *items = described.find("items")) return items;
  const Json *properties = described.find("properties");
  return properties == nullptr ? nullptr : properties->find(name);
}

}  // namespace

bool is_secret_field(const std::string &pointer) {
  const Json *node = &schema();
  for (std::size_t at = 1; at < pointer.size() && node != nullptr;) {
    const std::size_t end = std::min(pointer.find('/', at), pointer.size());
    node = inside(*node, std::string_view(pointer).substr(at, end - at));
    at = end + 1;
  }
  return node != nullptr && definition_of(*node) == "secret";
}

}  // namespace pitboss::target
