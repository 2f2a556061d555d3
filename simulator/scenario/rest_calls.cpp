#include "simulator/scenario/rest_calls.hpp"

#include <map>
#include <mutex>

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;

std::string text(const Json &json, std::string_view name) {
  const Json *value = json.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

std::vector<std::string> texts(const Json &json, std::string_view name) {
  std::vector<std::string> all;
  if (const Json *list = json.find(name); list != nullptr && list->array() != nullptr)
    for (const Json &each : *list->array()) all.push_back(*each.string());
  return all;
}

RestCall read_call(const std::string &name, const Json &json) {
  RestCall call;
  call.name = name;
  call.method = text(json, "method");
  call.path = text(json, "path");
  call.target_path = text(json, "target_path");
  call.bulk = text(json, "bulk");
  if (const Json *body = json.find("body")) call.body = *body;
  if (const Json *form = json.find("form")) call.form = *form;
  if (const Json *labels = json.find("labels"))
    for (const auto &[field, label] : *labels->object()) call.labels.emplace_back(field, *label.string());
  call.key = texts(json, "key");
  call.rows = text(json, "rows");
  call.filters = texts(json, "filters");
  return call;
}

RestCalls read_calls(std::string_view yaml, const std::string &file) {
  const Json json = files::parse_yaml(yaml, file).json;
  RestCalls calls;
  calls.admission = text(json, "admission") == "client-credentials" ? RestCalls::Admission::client_credentials
                                                                    : RestCalls::Admission::api_key;
  calls.times = texts(json, "times");
  for (const auto &[name, call] : *json.find("calls")->object()) calls.calls.push_back(read_call(name, call));
  return calls;
}

}  // namespace

const RestCall *RestCalls::find(std::string_view name) const {
  for (const RestCall &call : calls)
    if (call.name == name) return &call;
  return nullptr;
}

const RestCalls *RestCalls::of(const std::string &contract) {
  static std::mutex mutex;
  static std::map<std::string, RestCalls> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(contract); found != known.end()) return &found->second;
  const std::string file = "schemas/" + contract + "/calls.yaml";
  const auto yaml = catalogue::contract_file(file);
  return yaml ? &known.emplace(contract, read_calls(*yaml, file)).first->second : nullptr;
}

}  // namespace pitboss::scenario
