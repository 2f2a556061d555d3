#include "simulator/scenario/standing_checks.hpp"

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {

using wire::Json;

struct StandingChecks::Reply {
  const std::string &call;
  const target::Exchange &exchange;
  const target::Reply &reply;
  std::optional<Json> json;  ///< of the body
  const Context &context;
};

namespace {

const std::string *request_header(const target::Exchange &exchange, std::string_view name) {
  for (const auto &[header, value] : exchange.request.headers)
    if (wire::equal_ignoring_case(header, name)) return &value;
  return nullptr;
}

bool contains_word(const std::string *value, std::string_view word) {
  if (value == nullptr) return false;
  const auto same = [](char a, char b) { return wire::equal_ignoring_case({&a, 1}, {&b, 1}); };
  return std::search(value->begin(), value->end(), word.begin(), word.end(), same) != value->end();
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
  tally_.judge(requirement, {reply.call, reply.exchange, expected, actual, holds, reply.context.scenario,
                             reply.context.steps, reply.context.seed});
}

void StandingChecks::observe(const std::string &call, const target::Exchange &exchange, const Context &context) {
  if (!exchange.reply || exchange.reply->status < 200) return;
  // What a target may refuse unread (common rule 5) it need not answer with a call's headers.
  constexpr std::size_t always_read = 64UL * 1024;
  if (exchange.request.body.size() > always_read) return;
  const Reply reply{call, exchange, *exchange.reply, as_json(exchange.reply->body), context};
  judge("wallet.http.version", reply, "HTTP/1.1", "HTTP/" + reply.reply.http_version,
        reply.reply.http_version == "1.1");
  const int status = reply.reply.status;
  if (status == 413) return;  // too large for this target: refused unread
  judge_headers(reply);
  const bool request_is_json = as_json(exchange.request.body).has_value();
  if (status == 404 || status == 405 || !request_is_json) return;  // their bodies are not judged
  judge_body(reply, context);
  if (status < 300) {
    judge_schema(reply);
    judge_times(reply);
  }
}

void StandingChecks::judge_headers(const Reply &reply) {
  // What is no GUID a target need not hand back.
  if (const std::string *sent = request_header(reply.exchange, "X-Request-ID");
      sent != nullptr && wire::is_guid(*sent)) {
    const std::string *echo = reply.reply.header("X-Request-ID");
    const char *requirement =
        reply.reply.status < 400 ? "wallet.request-id.echoed" : "wallet.request-id.echoed-on-errors";
    judge(requirement, reply, "X-Request-ID: " + *sent, shown_header(echo, "X-Request-ID"),
          echo != nullptr && *echo == *sent);
  }
  const std::optional<std::string> cache = reply.reply.header_list("Cache-Control");
  const std::string *list = cache ? &*cache : nullptr;
  judge("wallet.cache-control.no-store", reply, "Cache-Control: no-cache, no-store",
        shown_header(list, "Cache-Control"), contains_word(list, "no-cache") && contains_word(list, "no-store"));
}

void StandingChecks::judge_body(const Reply &reply, const Context &context) {
  const std::string *type = reply.reply.header("Content-Type");
  const std::string beginning = target::report_text(reply.reply.body, *secrets_->redactor(), 120);
  const bool cut = reply.reply.body_bytes > reply.reply.body.size();
  if (!reply.reply.body.empty())
    judge("wallet.http.json-content-type", reply, "Content-Type: application/json, and JSON in UTF-8",
          shown_header(type, "Content-Type") + (reply.json || cut ? "" : ", and the body is not JSON: " + beginning),
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
    faults.emplace_back("no JSON");
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

/// Where no reply held a time: free games have them.
void StandingChecks::explain_missing_times(results::Scenario &scenario) const {
  const auto &absent = target_->not_offered;
  if (std::find(absent.begin(), absent.end(), "free-games") != absent.end()) {
    scenario.verdict = results::Verdict::not_applicable;
    scenario.reason = "the target file says that free games are not offered; no other reply holds a time";
    return;
  }
  scenario.reason = "no reply held a time; free games have them";
  scenario.hint = "name a free game of a player in the target file: free_games: [{instance_id: 1, offer_id: 99}]";
}

std::vector<results::Scenario> StandingChecks::scenarios(const std::set<std::string> &selected,
                                                         const catalogue::Catalogue &catalogue) const {
  return standing_scenarios("wallet", selected, catalogue, [this](const catalogue::Requirement &row) {
    if (row.id == "wallet.http.secure") return secure_scenario(row, target_->wallet.value().base_url);
    results::Scenario scenario = tally_.scenario_of(row);
    if (row.id == "wallet.times.iso-8601" && scenario.verdict == results::Verdict::skip)
      explain_missing_times(scenario);
    return scenario;
  });
}

}  // namespace pitboss::scenario
