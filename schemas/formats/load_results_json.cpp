#include "schemas/formats/load_results.hpp"

namespace pitboss::results {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

constexpr std::string_view format = "pitboss.load/1";

template <class Items, class Write>
Json list_of(const Items &items, Write write) {
  JsonArray array;
  for (const auto &item : items) array.push_back(write(item));
  return array;
}

Json write_counts(const OutcomeCounts &counts) {
  return JsonObject{{"right", counts.right},
                    {"retryable", counts.retryable},
                    {"lost", counts.lost},
                    {"failed", counts.failed},
                    {"wrong", counts.wrong}};
}

Json write_distribution(const Distribution &distribution) {
  return JsonObject{
      {"count", distribution.count},
      {"min_us", distribution.min_us},
      {"mean_us", distribution.mean_us},
      {"max_us", distribution.max_us},
      {"percentiles", list_of(distribution.percentiles,
                              [](const Distribution::Point &point) {
                                return Json(JsonObject{{"percentile", point.percentile}, {"us", point.us}});
                              })},
      {"histogram", distribution.histogram}};
}

Json write_call(const LoadCall &call) {
  return JsonObject{
      {"name", call.name}, {"ended", write_counts(call.ended)}, {"latency", write_distribution(call.latency)}};
}

Json write_interval(const LoadInterval &interval) {
  return JsonObject{{"ended", write_counts(interval.ended)},
                    {"p50_us", interval.p50_us},
                    {"p99_us", interval.p99_us},
                    {"max_us", interval.max_us},
                    {"histogram", interval.histogram}};
}

Json write_threshold(const LoadThreshold &threshold) {
  return JsonObject{{"text", threshold.text}, {"actual", threshold.actual}, {"holds", threshold.holds}};
}

Json write_example(const LoadExample &example) {
  return JsonObject{{"who", example.who},         {"story", example.story}, {"requirement", example.requirement},
                    {"request", example.request}, {"reply", example.reply}, {"curl", example.curl}};
}

Json write_finding(const LoadFinding &finding) {
  return JsonObject{
      {"kind", finding.kind}, {"count", finding.count}, {"examples", list_of(finding.examples, write_example)}};
}

Json write_audit(const LoadAudit &audit) {
  return JsonObject{{"actors", audit.actors},
                    {"right", audit.right},
                    {"astray", audit.astray},
                    {"undecided", audit.undecided},
                    {"books", list_of(audit.books,
                                      [](const auto &row) {
                                        return Json(JsonObject{{"name", row.first}, {"value", row.second}});
                                      })},
                    {"unread", list_of(audit.unread, [](const std::string &text) { return Json(text); })}};
}

Json write_step(const LoadStep &step) {
  return JsonObject{{"rate", step.rate},
                    {"right", step.right},
                    {"p50_us", step.p50_us},
                    {"p99_us", step.p99_us},
                    {"verdict", to_string(step.verdict)},
                    {"headline", step.headline}};
}

Json write_run(const LoadResults &results) {
  return JsonObject{{"id", results.id},
                    {"version", results.version},
                    {"command", results.command},
                    {"profile", results.profile},
                    {"contract", results.contract},
                    {"shape", results.shape},
                    {"shard", results.shard},
                    {"started_at", wire::to_iso8601(results.started_at)},
                    {"finished_at", wire::to_iso8601(results.finished_at)},
                    {"seed", results.seed},
                    {"threads", results.threads},
                    {"connections", results.connections},
                    {"measured_ms", results.measured_ms},
                    {"warm_up_ms", results.warm_up_ms},
                    {"max_lag_us", results.max_lag_us},
                    {"target", results.target}};
}

}  // namespace

std::string_view actors_in_words(const LoadResults &results) {
  if (results.contract.find("feed") == std::string::npos) return "players";
  return results.contract == "feed" ? "streams" : "players and streams";
}

std::string_view to_string(LoadVerdict verdict) {
  switch (verdict) {
    case LoadVerdict::held:
      return "held";
    case LoadVerdict::broken:
      return "broken";
    case LoadVerdict::incomplete:
      break;
  }
  return "incomplete";
}

bool is_load_results(const Json &json) {
  const Json *name = json.find("format");
  return name != nullptr && name->string() != nullptr && *name->string() == format;
}

Json to_json(const LoadResults &results) {
  Json json = JsonObject{{"format", format},
                         {"run", write_run(results)},
                         {"verdict", to_string(results.verdict)},
                         {"headline", results.headline},
                         {"void_reason", results.void_reason},
                         {"rate", results.rate},
                         {"ended", write_counts(results.ended)},
                         {"in_flight_at_end", results.in_flight_at_end},
                         {"never_sent", results.never_sent},
                         {"connections_opened", results.connections_opened},
                         {"all_requests", results.all_requests},
                         {"latency", write_distribution(results.latency)},
                         {"latency_from_actual_send", write_distribution(results.raw)},
                         {"send_lag", write_distribution(results.lag)},
                         {"calls", list_of(results.calls, write_call)},
                         {"outcomes", list_of(results.outcomes, write_call)},
                         {"interval_ms", results.interval_ms},
                         {"timeline", list_of(results.timeline, write_interval)},
                         {"errors", list_of(results.errors,
                                            [](const auto &row) {
                                              return Json(JsonObject{{"why", row.first}, {"count", row.second}});
                                            })},
                         {"thresholds", list_of(results.thresholds, write_threshold)},
                         {"findings", list_of(results.findings, write_finding)},
                         {"audit", write_audit(results.audit)}};
  if (!results.limit_steps.empty()) json.set("limit_steps", list_of(results.limit_steps, write_step));
  return json;
}

}  // namespace pitboss::results
