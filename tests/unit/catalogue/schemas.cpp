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

/// `format` is of strings only (JSON Schema validation, section 7.1); valijson throws for what is none.
void ask_strings_only_for_formats(json &schema) {
  if (!schema.is_structured()) return;
  for (json &part : schema) ask_strings_only_for_formats(part);
  if (!schema.is_object() || !schema.contains("format") || !schema["format"].is_string()) return;
  schema["if"] = {{"type", "string"}};
  schema["then"] = {{"format", schema["format"]}};
  schema.erase("format");
}

}  // namespace

json schema_of(const std::string &contract, const std::string &body) {
  json schema = json::parse(contract_file("schemas/" + contract + "/" + body + ".json").value());
  inline_files(schema, contract);
  return schema;
}

struct PublishedSchema::Compiled {
  json text;
  valijson::Schema schema;
};

PublishedSchema::PublishedSchema(const std::string &contract, const std::string &body)
    : compiled_(std::make_unique<Compiled>()) {
  compiled_->text = schema_of(contract, body);
  ask_strings_only_for_formats(compiled_->text);
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(compiled_->text), compiled_->schema);
}

PublishedSchema::~PublishedSchema() = default;

bool PublishedSchema::accepts(const json &value) const {
  valijson::Validator validator;
  return validator.validate(compiled_->schema, valijson::adapters::NlohmannJsonAdapter(value), nullptr);
}

bool schema_accepts(const std::string &contract, const std::string &body, const json &value) {
  return PublishedSchema(contract, body).accepts(value);
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
