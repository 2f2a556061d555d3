#include "schemas/onboarding/plan.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/formats/format_schemas.hpp"
#include "schemas/onboarding/call_definitions.hpp"

namespace pitboss::onboarding {
namespace {

using wire::Json;

constexpr std::string_view schema_path = "schemas/formats/onboarding.schema.json";

/// The record of a bulk body, or the body itself.
Json &record_of(Json &body) {
  if (auto *members = body.object(); members != nullptr && members->size() == 1)
    if (auto *records = members->front().second.array(); records != nullptr && records->size() == 1)
      return records->front();
  return body;
}

/// Reads a file that its schema accepts.
class PlanReader {
 public:
  explicit PlanReader(const files::YamlFile &file) : file_(file) {}

  Plan read() {
    Plan plan{.contract = *file_.json.find("onboarding")->string(),
              .partner = *file_.json.find("partner")->string(),
              .phases = {}};
    const wire::JsonArray &phases = *file_.json.find("phases")->array();
    for (std::size_t i = 0; i < phases.size(); ++i)
      plan.phases.push_back(read_phase(phases[i], "/phases/" + std::to_string(i), plan));
    if (!errors_.empty()) throw files::FileErrors(std::move(errors_));
    return plan;
  }

 private:
  void complain(const std::string &pointer, std::string message) {
    errors_.push_back({file_.file, file_.at(pointer), std::move(message)});
  }

  Phase read_phase(const Json &json, const std::string &pointer, const Plan &plan) {
    Phase phase{.number = static_cast<int>(plan.phases.size()) + 1,
                .name = *json.find("name")->string(),
                .duration = *json.find("duration")->string(),
                .steps = {}};
    const wire::JsonArray &steps = *json.find("steps")->array();
    for (std::size_t i = 0; i < steps.size(); ++i)
      phase.steps.push_back(read_step(steps[i], pointer + "/steps/" + std::to_string(i), plan.contract));
    return phase;
  }

  Step read_step(const Json &json, const std::string &pointer, const std::string &contract) {
    const Json *after_run = json.find("missing_after_run");
    if (after_run == nullptr) after_run = json.find("missing");
    Step step{.number = ++steps_,
              .id = *json.find("id")->string(),
              .title = *json.find("title")->string(),
              .shown_by = *json.find("shown_by")->string(),
              .missing = *json.find("missing")->string(),
              .missing_after_run = *after_run->string(),
              .example = read_example(*json.find("example"), pointer + "/example", contract)};
    const auto [first, is_new] = lines_.emplace(step.id, file_.at(pointer + "/id").line);
    if (!is_new)
      complain(pointer + "/id", "`" + step.id + "` stands in line " + std::to_string(first->second) + " already");
    return step;
  }

  ExampleCall read_example(const Json &json, const std::string &pointer, const std::string &contract) {
    const std::string &name = *json.find("call")->string();
    const auto &calls = calls_of(contract);
    const auto found = calls.find(name);
    if (found == calls.end()) {
      std::vector<std::string> names;
      names.reserve(calls.size());
      for (const auto &[known, call] : calls) names.push_back(known);
      const std::string near = files::nearest(name, names);
      complain(pointer + "/call",
               "`" + name + "` is no call of " + contract + (near.empty() ? "" : "; did you mean `" + near + "`?"));
      return {};
    }
    ExampleCall example = found->second;
    if (const Json *with = json.find("with"))
      for (const auto &[member, value] : *with->object()) record_of(example.body).set(member, value);
    if (const Json *query = json.find("query"))
      for (const auto &[parameter, value] : *query->object()) example.query.emplace_back(parameter, *value.string());
    return example;
  }

  const files::YamlFile &file_;
  int steps_ = 0;
  std::map<std::string, int> lines_;  // of the ids
  std::vector<files::FileError> errors_;
};

Plan to_plan(const files::YamlFile &file) {
  std::vector<files::FileError> errors = files::validate(file, results::format_schema(schema_path).value());
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
  return PlanReader(file).read();
}

std::vector<Plan> read_embedded() {
  std::vector<Plan> plans;
  for (const std::string_view path : catalogue::contract_file_names())
    if (path.ends_with("/onboarding.yaml"))
      plans.push_back(parse_plan(catalogue::contract_file(path).value(), std::string(path)));
  return plans;
}

}  // namespace

std::size_t Plan::steps() const {
  std::size_t count = 0;
  for (const Phase &phase : phases) count += phase.steps.size();
  return count;
}

const Step *Plan::find(std::string_view id) const {
  for (const Phase &phase : phases)
    for (const Step &step : phase.steps)
      if (step.id == id) return &step;
  return nullptr;
}

Plan read_plan(const std::filesystem::path &path) {
  return to_plan(files::read_yaml(path));
}

Plan parse_plan(std::string_view text, const std::string &name) {
  return to_plan(files::parse_yaml(text, name));
}

const std::vector<Plan> &all_plans() {
  static const std::vector<Plan> plans = read_embedded();
  return plans;
}

const Plan &plan_of(std::string_view contract) {
  for (const Plan &plan : all_plans())
    if (plan.contract == contract) return plan;
  throw std::logic_error("the contract " + std::string(contract) + " has no onboarding");
}

}  // namespace pitboss::onboarding
