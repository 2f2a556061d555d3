#include "reference_impl/onboarding/progress_json.hpp"

namespace pitboss::reference::onboarding {
namespace {

using pitboss::onboarding::Example;
using pitboss::onboarding::Phase;
using pitboss::onboarding::Plan;
using pitboss::onboarding::Step;
using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json example_json(const Example &example) {
  JsonArray headers;
  for (const auto &[name, value] : example.headers) headers.emplace_back(JsonArray{name, value});
  return JsonObject{{"method", example.method},
                    {"path", example.path},
                    {"headers", std::move(headers)},
                    {"body", example.body},
                    {"curl", example.curl}};
}

Json evidence_json(const StepState &state) {
  JsonArray ids;
  for (const std::uint64_t id : state.evidence) ids.emplace_back(std::to_string(id));
  return ids;
}

Json step_json(const Step &step, const StepState &state, bool has_clean_run, Json example) {
  return JsonObject{{"number", step.number},
                    {"id", step.id},
                    {"title", step.title},
                    {"shown_by", step.shown_by},
                    {"done", state.done},
                    {"done_at", state.done ? Json(wire::to_iso8601(state.done_at)) : Json()},
                    {"evidence", evidence_json(state)},
                    {"missing", state.done      ? std::string()
                                : has_clean_run ? step.missing_after_run
                                                : step.missing},
                    {"example", std::move(example)}};
}

Json partner_json(const Plan &plan, const PartnerProgress &progress, bool has_clean_run, const SettingOf &setting_of) {
  const auto setting = setting_of(plan.contract);
  JsonArray phases;
  for (const Phase &phase : plan.phases) {
    JsonArray steps;
    for (const Step &step : phase.steps) {
      const auto state = progress.steps.find(step.id);
      steps.push_back(step_json(step, state == progress.steps.end() ? StepState{} : state->second, has_clean_run,
                                example_json(make_example(plan.contract, step.example, setting))));
    }
    phases.emplace_back(JsonObject{
        {"number", phase.number}, {"name", phase.name}, {"duration", phase.duration}, {"steps", std::move(steps)}});
  }
  return JsonObject{{"client_id", progress.partner}, {"contract", plan.contract},  {"completed", progress.completed()},
                    {"total", plan.steps()},         {"clean_run", has_clean_run}, {"phases", std::move(phases)}};
}

}  // namespace

Json progress_json(const Onboarding &onboarding, const std::string &partner, const SettingOf &setting_of) {
  JsonArray partners;
  for (const PartnerProgress &progress : onboarding.progress(partner))
    partners.push_back(partner_json(pitboss::onboarding::plan_of(progress.contract), progress,
                                    onboarding.has_clean_run(progress.contract, progress.partner), setting_of));
  return JsonObject{{"partners", std::move(partners)}};
}

}  // namespace pitboss::reference::onboarding
