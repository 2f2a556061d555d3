#include "simulator/scenario/rest_standing.hpp"

#include <algorithm>

#include "schemas/wire/time.hpp"

namespace pitboss::scenario {
namespace {

using wire::Json;

/// "created_at: yesterday" for the first member of those named `times` that is no time; empty where all are. Looks at
/// the reply and the records under its `data`, but not inside of records: what a target adds, and tracking_data, may
/// have any names. `seen`: whether there is one.
std::string wrong_time(const std::vector<std::string> &times, const Json &json, bool &seen) {
  if (const wire::JsonArray *array = json.array())
    for (const Json &each : *array)
      if (std::string wrong = wrong_time(times, each, seen); !wrong.empty()) return wrong;
  if (json.object() == nullptr) return "";
  for (const auto &[name, value] : *json.object()) {
    if (std::find(times.begin(), times.end(), name) != times.end() && !value.is_null()) {
      seen = true;
      if (value.string() == nullptr || !wire::parse_date_time(*value.string()))
        return name + ": " + wire::to_text(value);
    } else if (name == "data") {
      if (std::string wrong = wrong_time(times, value, seen); !wrong.empty()) return wrong;
    }
  }
  return "";
}

}  // namespace

void RestStanding::observe(const RestCall &call, const target::Exchange &exchange) {
  if (!exchange.reply || exchange.reply->status < 200) return;
  const target::Reply &reply = *exchange.reply;
  const auto look = [&](const char *name, const std::string &expected, const std::string &actual, bool holds) {
    tally_.judge(contract_ + "." + name, {call.name, exchange, expected, actual, holds});
  };
  look("http.version", "HTTP/1.1", "HTTP/" + reply.http_version, reply.http_version == "1.1");
  const bool sent_json = exchange.request.method == "GET" || call.is_token() || as_json(exchange.request.body);
  // What a target may refuse unread (common rules 3 and 5) it need not answer in JSON.
  if (reply.status == 404 || reply.status == 405 || reply.status == 413 || !sent_json || reply.body.empty()) return;
  const std::optional<Json> json = as_json(reply.body);
  const bool cut = reply.body_bytes > reply.body.size();
  const std::string *type = reply.header("Content-Type");
  look("http.json-content-type", "Content-Type: application/json, and JSON in UTF-8",
       shown_header(type, "Content-Type") +
           (json || cut ? "" : ", and the body is not JSON: " + reply.body.substr(0, 200)),
       is_json_type(type) && (json || cut));
  if (json && reply.status < 300) judge_times(call, exchange, *json);
}

void RestStanding::judge_times(const RestCall &call, const target::Exchange &exchange, const Json &json) {
  bool seen = false;
  const std::string wrong = wrong_time(RestCalls::of(contract_)->times, json, seen);
  if (seen)
    tally_.judge(contract_ + ".times.iso-8601",
                 {call.name, exchange, "times as in 2025-05-23T11:54:37Z", wrong, wrong.empty()});
}

std::vector<results::Scenario> RestStanding::scenarios(const std::set<std::string> &selected,
                                                       const catalogue::Catalogue &catalogue,
                                                       const std::string &base_url) const {
  return standing_scenarios(contract_, selected, catalogue, [&](const catalogue::Requirement &row) {
    return row.id.ends_with(".http.secure") ? secure_scenario(row, base_url) : tally_.scenario_of(row);
  });
}

}  // namespace pitboss::scenario
