#include "tests/unit/catalogue/schemas.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "schemas/catalogue/contract_files.hpp"

namespace pitboss::catalogue {

namespace {

/// Puts the schemas of other files in the place of the references to them, so that one schema stands alone.
void inline_files(json &schema, const std::string &contract) {
  if (schema.is_object() && schema.contains("$ref")) {
    std::string file = schema["$ref"];
    if (file.ends_with(".json")) {
      schema = schema_of(contract, file.substr(0, file.size() - std::string_view(".json").size()));
      schema.erase("$schema");
    }
  }
  if (schema.is_structured())
    for (json &part : schema) inline_files(part, contract);
}

}  // namespace

json schema_of(const std::string &contract, const std::string &body) {
  json schema = json::parse(contract_file("schemas/" + contract + "/" + body + ".json").value());
  inline_files(schema, contract);
  return schema;
}

bool schema_accepts(const std::string &contract, const std::string &body, const json &value) {
  valijson::Schema schema;
  valijson::SchemaParser parser;
  const json text = schema_of(contract, body);
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::Validator validator;
  return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(value), nullptr);
}

json with(json value, const std::string &pointer, const json &member) {
  value[json::json_pointer(pointer)] = member;
  return value;
}

json without(json value, const std::string &member) {
  value.erase(member);
  return value;
}

}  // namespace pitboss::catalogue
