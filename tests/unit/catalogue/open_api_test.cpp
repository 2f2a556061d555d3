// The OpenAPI descriptions of the contracts: references, schemas and examples fit together.
#include <yaml-cpp/yaml.h>

#include <set>

#include "schemas/catalogue/contract_files.hpp"
#include "tests/unit/catalogue/schemas.hpp"

namespace pitboss::catalogue {
namespace {

/// A YAML value as JSON; plain scalars become what JSON would read them as.
json to_json(const YAML::Node &node) {
  if (node.IsMap()) {
    json object = json::object();
    for (const auto &entry : node) object[entry.first.Scalar()] = to_json(entry.second);
    return object;
  }
  if (node.IsSequence()) {
    json array = json::array();
    for (const YAML::Node &element : node) array.push_back(to_json(element));
    return array;
  }
  const json scalar = json::parse(node.Scalar(), nullptr, false);
  return node.Tag() == "!" || scalar.is_discarded() ? json(node.Scalar()) : scalar;
}

void collect_references(const json &value, std::set<std::string> &references) {
  if (value.is_object() && value.contains("$ref")) references.insert(value["$ref"].get<std::string>());
  if (value.is_structured())
    for (const json &element : value) collect_references(element, references);
}

struct Description {
  std::string contract;
  std::size_t calls;
};

class OpenApi : public testing::TestWithParam<Description> {
 protected:
  const std::string contract = GetParam().contract;
  const std::string folder = "schemas/" + contract + "/";
  const json description = to_json(YAML::Load(std::string(contract_file(folder + "openapi.yaml").value())));

  void check_content(const json &described) const {
    if (described.contains("content") && described["content"].contains("application/json"))
      check_examples(described["content"]["application/json"]);
  }

 private:
  /// The examples that stand beside a schema.
  void check_examples(const json &media) const {
    std::string body = media.at("schema").at("$ref");
    body.erase(body.size() - std::string(".json").size());
    ASSERT_FALSE(media.at("examples").empty());
    for (json example : media.at("examples")) {
      if (example.contains("$ref"))
        example = description.at(json::json_pointer(example["$ref"].get<std::string>().substr(1)));
      EXPECT_TRUE(schema_accepts(contract, body, example.at("value"))) << body << " " << example.dump();
    }
  }
};

TEST_P(OpenApi, EveryReferenceLeadsSomewhereAndEverySchemaIsUsed) {
  EXPECT_EQ(description["openapi"], "3.1.0");
  std::set<std::string> references;
  collect_references(description, references);
  for (const std::string &reference : references) {
    if (reference.starts_with("#"))
      EXPECT_TRUE(description.contains(json::json_pointer(reference.substr(1)))) << reference;
    else
      EXPECT_TRUE(contract_file(folder + reference)) << reference;
  }
  for (const std::string_view file : contract_file_names()) {
    // A part of a body is for scenarios that look at nothing else.
    if (!file.starts_with(folder) || !file.ends_with(".json") || file.ends_with(".part.json")) continue;
    EXPECT_TRUE(references.contains(std::string(file.substr(folder.size())))) << file;
  }
}

TEST_P(OpenApi, ExamplesAreWhatTheSchemasSay) {
  std::size_t calls = 0;
  for (const json &path : description["paths"]) {
    for (const json &call : path) {
      ++calls;
      if (call.contains("requestBody")) check_content(call["requestBody"]);
      for (const json &response : call.at("responses")) check_content(response);
    }
  }
  EXPECT_EQ(calls, GetParam().calls);
  for (const json &response : description["components"]["responses"]) check_content(response);
}

INSTANTIATE_TEST_SUITE_P(Contracts, OpenApi,
                         testing::Values(Description{"wallet", 4}, Description{"feed", 7}, Description{"movements", 5},
                                         Description{"sandbox", 2}),
                         [](const auto &test) { return test.param.contract; });

}  // namespace
}  // namespace pitboss::catalogue
