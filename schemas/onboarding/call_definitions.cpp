#include "schemas/onboarding/call_definitions.hpp"

#include <algorithm>
#include <cctype>
#include <mutex>

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"

namespace pitboss::onboarding {
namespace {

using Calls = std::map<std::string, ExampleCall>;
using wire::Json;

std::string text(const Json &json, std::string_view name) {
  const Json *member = json.find(name);
  return member == nullptr || member->string() == nullptr ? std::string() : *member->string();
}

Calls calls_of_file(const Json &file) {
  Calls calls;
  for (const auto &[name, json] : *file.find("calls")->object()) {
    ExampleCall call{.method = text(json, "method"), .path = text(json, "path"), .body = {}, .form = {}, .query = {}};
    if (const Json *form = json.find("form")) call.form = *form;
    if (const Json *body = json.find("body")) call.body = *body;
    if (const std::string bulk = text(json, "bulk"); !bulk.empty())
      call.body = wire::JsonObject{{bulk, wire::JsonArray{call.body}}};
    calls.emplace(name, std::move(call));
  }
  return calls;
}

std::string upper_case(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return word;
}

Calls calls_of_document(const Json &document) {
  Calls calls;
  for (const auto &[path, operations] : *document.find("paths")->object())
    for (const auto &[method, operation] : *operations.object()) {
      const std::string name = text(operation, "operationId");
      if (name.empty()) continue;
      const Json body = operation.find("requestBody") == nullptr ? Json() : Json(wire::JsonObject{});
      calls.emplace(name,
                    ExampleCall{.method = upper_case(method), .path = path, .body = body, .form = {}, .query = {}});
    }
  return calls;
}

Calls read_calls(const std::string &contract) {
  const std::string folder = "schemas/" + contract + "/";
  const std::string file = folder + "calls.yaml", document = folder + "openapi.yaml";
  if (const auto yaml = catalogue::contract_file(file)) return calls_of_file(files::parse_yaml(*yaml, file).json);
  return calls_of_document(files::parse_yaml(catalogue::contract_file(document).value(), document).json);
}

}  // namespace

const Calls &calls_of(const std::string &contract) {
  static std::mutex mutex;
  static std::map<std::string, Calls> known;
  const std::lock_guard lock(mutex);
  const auto found = known.find(contract);
  return found != known.end() ? found->second : known.emplace(contract, read_calls(contract)).first->second;
}

}  // namespace pitboss::onboarding
