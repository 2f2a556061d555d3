// The results as JSON: schemas/formats/results.schema.json describes every member. Its twin is results_from_json.cpp.
#include "schemas/formats/results.hpp"

namespace pitboss::results {

namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

/// Exact: microseconds are thousandths of a millisecond.
Json milliseconds(std::chrono::microseconds duration) {
  return wire::Decimal::from_units(duration.count(), 3);
}

template <typename List, typename Convert>
Json list(const List &elements, Convert convert) {
  JsonArray array;
  array.reserve(elements.size());
  for (const auto &element : elements) array.push_back(convert(element));
  return array;
}

Json texts(const std::vector<std::string> &elements) {
  return list(elements, [](const std::string &text) { return Json(text); });
}

Json headers(const std::vector<std::pair<std::string, std::string>> &fields) {
  return list(fields, [](const auto &field) {
    return Json(JsonObject{{"name", field.first}, {"value", field.second}});
  });
}

Json request_json(const HttpRequest &request) {
  return JsonObject{{"method", request.method}, {"url", request.url},           {"headers", headers(request.headers)},
                    {"body", request.body},     {"body_cut", request.body_cut}, {"body_bytes", request.body_bytes}};
}

Json response_json(const std::optional<HttpResponse> &response) {
  if (!response) return nullptr;
  return JsonObject{{"status", response->status},
                    {"headers", headers(response->headers)},
                    {"body", response->body},
                    {"body_cut", response->body_cut},
                    {"body_bytes", response->body_bytes}};
}

JsonObject exchange_members(const Exchange &exchange) {
  return {{"request", request_json(exchange.request)},
          {"response", response_json(exchange.response)},
          {"error", exchange.error},
          {"started_at", wire::to_iso8601(exchange.started_at)},
          {"duration_ms", milliseconds(exchange.duration)},
          {"curl", exchange.curl},
          {"note", exchange.note}};
}

Json check_json(const Check &check) {
  return JsonObject{
      {"what", check.what},         {"requirement", check.requirement}, {"level", catalogue::to_string(check.level)},
      {"expected", check.expected}, {"actual", check.actual},           {"verdict", to_string(check.verdict)}};
}

Json step_json(const Step &step) {
  JsonObject members = {{"name", step.name},
                        {"call", step.call},
                        {"player", step.player},
                        {"judged", step.judged},
                        {"concurrent", step.concurrent},
                        {"balance_before", step.balance_before},
                        {"balance_after", step.balance_after}};
  if (!step.exchanges.empty()) {
    JsonObject last = exchange_members(step.exchanges.back());
    std::move(last.begin(), last.end(), std::back_inserter(members));
  }
  members.emplace_back("checks", list(step.checks, check_json));
  if (step.exchanges.size() > 1)
    members.emplace_back("exchanges",
                         list(step.exchanges, [](const Exchange &e) { return Json(exchange_members(e)); }));
  return members;
}

Json scenario_json(const Scenario &scenario) {
  JsonObject members{{"id", scenario.id},
                     {"title", scenario.title},
                     {"contract", scenario.contract},
                     {"file", scenario.file},
                     {"requirements", texts(scenario.requirements)},
                     {"tags", texts(scenario.tags)},
                     {"verdict", to_string(scenario.verdict)},
                     {"reason", scenario.reason},
                     {"hint", scenario.hint},
                     {"duration_ms", milliseconds(scenario.duration)},
                     {"expected_failure", scenario.expected_failure},
                     {"steps", list(scenario.steps, step_json)}};
  if (!scenario.replay.empty()) members.emplace_back("replay", scenario.replay);
  return members;
}

Json requirement_json(const RequirementResult &row) {
  return JsonObject{{"id", row.id},
                    {"contract", row.contract},
                    {"level", catalogue::to_string(row.level)},
                    {"verdict", to_string(row.verdict)},
                    {"sentence", row.sentence},
                    {"page", row.page},
                    {"source", texts(row.source)},
                    {"reason", row.reason},
                    {"scenarios", texts(row.scenarios)}};
}

Json finding_json(const Finding &finding) {
  return JsonObject{{"name", finding.name},
                    {"verdict", to_string(finding.verdict)},
                    {"detail", finding.detail},
                    {"hint", finding.hint}};
}

Json counts_json(const std::map<Verdict, int> &counts) {
  JsonObject members;
  for (const Verdict verdict : all_verdicts) {
    const auto found = counts.find(verdict);
    members.emplace_back(to_string(verdict), found == counts.end() ? 0 : found->second);
  }
  return members;
}

Json run_json(const Run &run) {
  return JsonObject{{"id", run.id},
                    {"started_at", wire::to_iso8601(run.started_at)},
                    {"finished_at", wire::to_iso8601(run.finished_at)},
                    {"seed", run.seed},
                    {"version", run.version},
                    {"command", run.command},
                    {"target", run.target},
                    {"not_offered", texts(run.not_offered)}};
}

Json summary_json(const Results &results) {
  return JsonObject{{"verdict", to_string(results.verdict)},
                    {"headline", results.headline},
                    {"counts", JsonObject{{"requirements", counts_json(results.counts.requirements)},
                                          {"must", counts_json(results.counts.must)},
                                          {"scenarios", counts_json(results.counts.scenarios)}}}};
}

}  // namespace

wire::Json to_json(const Results &results) {
  return JsonObject{{"format", "pitboss.results/1"},
                    {"run", run_json(results.run)},
                    {"summary", summary_json(results)},
                    {"doctor", list(results.doctor, finding_json)},
                    {"requirements", list(results.requirements, requirement_json)},
                    {"scenarios", list(results.scenarios, scenario_json)}};
}

}  // namespace pitboss::results
