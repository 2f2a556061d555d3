#include "simulator/scenario/standing_checks.hpp"

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/local_address.hpp"
#include "simulator/scenario/standing_requirements.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {

using wire::Json;

struct StandingChecks::Reply {
  const std::string &call;
  const target::Exchange &exchange;
  const target::Reply &reply;
  std::optional<Json> json;  ///< of the body
};

namespace {

const std::string *request_header(const target::Exchange &exchange, std::string_view name) {
  for (const auto &[header, value] : exchange.request.headers)
    if (wire::equal_ignoring_case(header, name)) return &value;
  return nullptr;
}

std::optional<Json> as_json(const std::string &body) {
  auto parsed = wire::parse_json(body);
  if (Json *json = std::get_if<Json>(&parsed)) return std::move(*json);
  return std::nullopt;
}

bool is_json_type(const std::string *content_type) {
  if (content_type == nullptr) return false;
  const std::string_view type = std::string_view(*content_type).substr(0, content_type->find(';'));
  return wire::equal_ignoring_case(type.substr(0, type.find_last_not_of(" \t") + 1), "application/json");
}

bool contains_word(const std::string *value, std::string_view word) {
  if (value == nullptr) return false;
  const auto same = [](char a, char b) { return wire::equal_ignoring_case({&a, 1}, {&b, 1}); };
  return std::search(value->begin(), value->end(), word.begin(), word.end(), same) != value->end();
}

std::string shown(const std::string *header, const char *name) {
  return header == nullptr ? std::string("no ") + name : std::string(name) + ": " + *header;
}

bool is_error_body(const Json &json) {
  const Json *error = json.find("error");
  if (error == nullptr) return false;
  const Json *code = error->find("code");
  const Json *message = error->find("message");
  return code != nullptr && code->string() != nullptr && !code->string()->empty() && message != nullptr &&
         message->string() != nullptr;
}

}  // namespace

void StandingChecks::judge(const std::string &requirement, const Reply &reply, const std::string &expected,
                           const std::string &actual, bool holds) {
  Tally &tally = tallies_[requirement];
  ++tally.replies;
  if (holds) return;
  ++tally.violations;
  ++tally.calls[reply.call];
  if (tally.examples.size() < 3)
    tally.examples.push_back(
        {reply.call, reply.exchange, expected, target::report_text(actual, *secrets_->redactor())});
}

void StandingChecks::observe(const std::string &call, const target::Exchange &exchange, const Context &context) {
  if (!exchange.reply || exchange.reply->status < 200) return;
  // What a target may refuse unread (common rule 5) it need not answer with a call's headers.
  constexpr std::size_t always_read = 64UL * 1024;
  if (exchange.request.body.size() > always_read) return;
  const std::lock_guard lock(mutex_);
  const Reply reply{call, exchange, *exchange.reply, as_json(exchange.reply->body)};
  judge("wallet.http.version", reply, "HTTP/1.1", "HTTP/" + reply.reply.http_version,
        reply.reply.http_version == "1.1");
  judge_headers(reply);
  const int status = reply.reply.status;
  const bool request_is_json = as_json(exchange.request.body).has_value();
  if (status == 404 || status == 405 || status == 413 || !request_is_json) return;  // their bodies are not judged
  judge_body(reply, context);
  if (status < 300) {
    judge_schema(reply);
    judge_times(reply);
  }
}

void StandingChecks::judge_headers(const Reply &reply) {
  if (const std::string *sent = request_header(reply.exchange, "X-Request-ID"); sent != nullptr && !sent->empty()) {
    const std::string *echo = reply.reply.header("X-Request-ID");
    const char *requirement =
        reply.reply.status < 400 ? "wallet.request-id.echoed" : "wallet.request-id.echoed-on-errors";
    judge(requirement, reply, "X-Request-ID: " + *sent, shown(echo, "X-Request-ID"), echo != nullptr && *echo == *sent);
  }
  const std::optional<std::string> cache = reply.reply.header_list("Cache-Control");
  const std::string *list = cache ? &*cache : nullptr;
  judge("wallet.cache-control.no-store", reply, "Cache-Control: no-cache, no-store", shown(list, "Cache-Control"),
        contains_word(list, "no-cache") && contains_word(list, "no-store"));
}

void StandingChecks::judge_body(const Reply &reply, const Context &context) {
  const std::string *type = reply.reply.header("Content-Type");
  const std::string beginning = target::report_text(reply.reply.body, *secrets_->redactor(), 120);
  const bool cut = reply.reply.body_bytes > reply.reply.body.size();
  if (!reply.reply.body.empty())
    judge("wallet.http.json-content-type", reply, "Content-Type: application/json, and JSON in UTF-8",
          shown(type, "Content-Type") + (reply.json || cut ? "" : ", and the body is not JSON: " + beginning),
          is_json_type(type) && (reply.json || cut));
  if (reply.reply.status < 400) return;
  const int status = reply.reply.status;
  const bool right_status = status == 400 || status == 401 || status == 500 || !context.status_is_must;
  judge("wallet.errors.body", reply, R"({"error": {"code": "…", "message": "…"}} with 400, 401 or 500)",
        std::to_string(status) + " " + (reply.reply.body.empty() ? "without a body" : beginning),
        reply.json && is_error_body(*reply.json) && right_status);
}

void StandingChecks::judge_schema(const Reply &reply) {
  const std::string name = reply.call == "debit" || reply.call == "credit" ? "transaction" : reply.call;
  const auto schema = catalogue::contract_file("schemas/wallet/" + name + ".response.json");
  if (!schema) return;
  std::vector<std::string> faults;
  if (reply.json)
    faults = files::validate(*reply.json, *schema);
  else
    faults.push_back("no JSON");
  std::string actual;
  for (const std::string &fault : faults) actual += (actual.empty() ? "" : "; ") + fault;
  judge("wallet." + name + ".response", reply, "a body as schemas/wallet/" + name + ".response.json says", actual,
        faults.empty());
}

void StandingChecks::judge_times(const Reply &reply) {
  const Json *games = reply.json ? reply.json->find("freeGameInfo") : nullptr;
  if (games == nullptr || games->array() == nullptr) return;
  for (const Json &game : *games->array()) {
    const Json *info = game.find("instanceInfo");
    if (info == nullptr || info->object() == nullptr) continue;
    for (const auto &[name, value] : *info->object()) {
      if (!name.ends_with("Utc") || value.is_null()) continue;
      const bool holds = value.string() != nullptr && wire::parse_date_time(*value.string()).has_value();
      judge("wallet.times.iso-8601", reply, name + " as in 2025-05-23T11:54:37Z", name + ": " + wire::to_text(value),
            holds);
    }
  }
}

// ---- At the end of the run
// -------------------------------------------------------------------------------------------------

namespace {

results::Check check_of(const catalogue::Requirement &row, std::string what, std::string expected, std::string actual,
                        bool holds) {
  using results::Verdict;
  const Verdict broken = row.level == catalogue::Level::must     ? Verdict::fail
                         : row.level == catalogue::Level::should ? Verdict::warn
                                                                 : Verdict::pass;
  return {std::move(what), row.id, row.level, std::move(expected), std::move(actual), holds ? Verdict::pass : broken};
}

std::string why_unobserved(const std::string &requirement, const target::TargetFile &target,
                           results::Scenario &scenario) {
  if (requirement != "wallet.times.iso-8601") return "no reply of this kind came in this run";
  const auto &absent = target.not_offered;
  if (std::find(absent.begin(), absent.end(), "free-games") != absent.end()) {
    scenario.verdict = results::Verdict::not_applicable;
    return "the target file says that free games are not offered; no other reply holds a time";
  }
  scenario.hint = "name a free game of a player in the target file: free_games: [{instance_id: 1, offer_id: 99}]";
  return "no reply held a time; free games have them";
}

}  // namespace

results::Scenario StandingChecks::scenario_of(const std::string &requirement) const {
  results::Scenario scenario;
  const catalogue::Requirement &row = *catalogue::Catalogue::embedded().find(requirement);
  const auto found = tallies_.find(requirement);
  if (found == tallies_.end()) {
    scenario.verdict = results::Verdict::skip;
    scenario.reason = why_unobserved(requirement, *target_, scenario);
    return scenario;
  }
  const Tally &tally = found->second;
  const std::string replies = std::to_string(tally.replies) + (tally.replies == 1 ? " reply" : " replies");
  if (tally.violations == 0) {
    results::Step step;
    step.name = "every reply of the run";
    step.checks.push_back(check_of(row, row.sentence, "holds for each", "observed over " + replies, true));
    scenario.steps.push_back(std::move(step));
    return scenario;
  }
  for (const Violation &violation : tally.examples) {
    results::Step step;
    step.name = "a " + violation.call + " of the run";
    step.call = violation.call;
    step.exchanges.push_back(target::to_report(violation.exchange, *secrets_->redactor()));
    step.checks.push_back(check_of(row, "reply of " + violation.call, violation.expected, violation.actual, false));
    scenario.verdict = std::max(scenario.verdict, step.checks.back().verdict);
    scenario.steps.push_back(std::move(step));
  }
  std::string calls;
  for (const auto &[call, count] : tally.calls)
    calls += (calls.empty() ? "" : ", ") + call + " " + std::to_string(count);
  const Violation &first = tally.examples.front();
  scenario.reason = std::to_string(tally.violations) + " of " + replies + " (" + calls + "): expected " +
                    first.expected + ", got " + first.actual;
  scenario.hint = row.hint;
  return scenario;
}

results::Scenario StandingChecks::secure_scenario() const {
  const std::string url = target_->wallet.value().base_url;
  const bool https = url.starts_with("https://");
  const bool local = is_local_address(host_of(url));
  const catalogue::Requirement &row = *catalogue::Catalogue::embedded().find("wallet.http.secure");
  results::Scenario scenario;
  results::Step step;
  step.name = "base_url of the target file";
  step.checks.push_back(check_of(row, "scheme of base_url", "https, or this machine",
                                 url.substr(0, url.find(':')) + ", host " + host_of(url), https || local));
  scenario.verdict = step.checks.back().verdict;
  scenario.steps.push_back(std::move(step));
  if (https || local) return scenario;
  scenario.reason =
      "the target is reached over plain HTTP: secrets, tokens and money can be read and changed on the way";
  scenario.hint = "serve the wallet over HTTPS and put that URL into wallet.base_url";
  return scenario;
}

std::vector<results::Scenario> StandingChecks::scenarios(const std::set<std::string> &selected,
                                                         const catalogue::Catalogue &catalogue) const {
  const std::lock_guard lock(mutex_);
  std::vector<results::Scenario> all;
  for (const StandingRequirement &standing : standing_requirements("wallet")) {
    const catalogue::Requirement *row = catalogue.find(standing.requirement);
    if (row == nullptr || !selected.contains(standing.requirement)) continue;
    results::Scenario scenario =
        standing.requirement == "wallet.http.secure" ? secure_scenario() : scenario_of(standing.requirement);
    scenario.id = standing.scenario;
    scenario.title = row->sentence;
    scenario.contract = "wallet";
    scenario.file = "every reply of the run";
    scenario.requirements = {standing.requirement};
    scenario.tags = {"always"};
    all.push_back(std::move(scenario));
  }
  return all;
}

}  // namespace pitboss::scenario
