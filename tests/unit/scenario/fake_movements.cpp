#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "tests/unit/scenario/fake_rest.hpp"

namespace pitboss::scenario::testing {
namespace {

using target::Reply;
using target::Request;
using wire::Decimal;
using wire::Json;
using wire::JsonObject;

constexpr const char *file = R"(name: fake
movements:
  base_url: http://127.0.0.1:1
  api_key: secret-Key
  brands: [6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01, 0b7e9d12-8c4f-4a6b-b1d3-2e5f7a9c8b02]
  click_ids: [click-1, click-2]
  metrics:
    decimal: [ngr, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15, d16, d17, d18, d19, d20]
    integer: [count]
    archived: [old]
  revshare: {metric: ngr, rate: "0.25", brand: 6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01, click_id: click-1}
  old_movement: {external_client_id: old-player, revenue_origin_id: 6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01, request_id: old-1, date: 2026-10-01}
  archived_balance: {external_client_id: old-player, revenue_origin_id: 6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01, metric: old, balance: "100"}
)";

std::string text(const Json &json, std::string_view name) {
  const Json *value = json.find(name);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

bool is_id(const Json &body, std::string_view name, std::size_t longest) {
  const std::size_t length = wire::count_code_points(text(body, name));
  return length >= 1 && length <= longest;
}

}  // namespace

FakeMovements::FakeMovements() {
  target = target::parse_target(file, "fake.yaml", [](const std::string &) { return std::nullopt; });
  Player &old = players_[{"old-player", target.rest.front().text("brands.1")}];
  old = {"1", "old-player", target.rest.front().text("brands.1"), "click-1", {}, {}};
  old.balances["old"] = Decimal(100);
  movements_.push_back(JsonObject{{"id", 1},
                                  {"client_id", "1"},
                                  {"external_client_id", "old-player"},
                                  {"revenue_origin_id", old.brand},
                                  {"request_id", "old-1"},
                                  {"metrics", wire::JsonArray{}},
                                  {"raw_payload", "{}"},
                                  {"total_revshare", "0"},
                                  {"account_settlement_id", Json()},
                                  {"created_at", "2026-10-01T10:00:00Z"}});
}

Reply FakeMovements::answer(const Request &request) {
  const Asked asked = FakeRest::asked(request);
  if (header(request, "X-Api-Key") != "secret-Key" && !deviates("key not checked")) return error(401, "no such key");
  if (request.method == "GET" && asked.path == "/reporting/client-metric-movements/v1") return list_movements(asked);
  if (request.method == "GET" && asked.path == "/reporting/clients/v1") return list_clients(asked);
  if (request.method == "GET" && asked.path == "/reporting/client-metrics/v1") {
    wire::JsonArray rows;
    for (const char *kind : {"decimal", "integer", "archived"})
      for (const Json &code : *target.rest.front().find("metrics." + std::string(kind))->array())
        rows.push_back(JsonObject{{"code", code},
                                  {"data_type", std::string(kind) == "integer" ? "integer" : "decimal"},
                                  {"archived", std::string(kind) == "archived"}});
    return page(asked, rows);
  }
  if (request.method != "POST") return error(405, "no such method");
  const auto parsed = wire::parse_json(request.body);
  const Json *body = std::get_if<Json>(&parsed);
  if (body == nullptr || body->object() == nullptr) return error(400, "no JSON object");
  if (asked.path == "/tracking/client/v1") return register_client(*body);
  if (asked.path == "/tracking/client-metric-movement/v1") return record(*body, request.body);
  return error(404, "no such path");
}

std::pair<std::string, std::string> FakeMovements::key_of(std::string external_id, std::string brand) const {
  if (deviates("brand ignored")) brand = "any";
  if (deviates("IDs trimmed")) external_id.erase(external_id.find_last_not_of(' ') + 1);
  return {external_id, brand};
}

Decimal FakeMovements::moved(const Decimal &balance, bool absolute, const Decimal &value) const {
  if (deviates("relative replaces")) return value;
  if (deviates("absolute adds")) return balance + value;
  const Decimal result = absolute ? value : balance + value;
  if (deviates("never negative") && result.is_negative()) return {};
  return result;
}

Reply FakeMovements::register_client(const Json &body) {
  const target::Rest &platform = target.rest.front();
  const std::string brand = wire::lower_case(text(body, "revenueOriginId"));
  const std::string click = text(body, "clickId");
  if (!is_id(body, "externalId", deviates("long ID taken") ? 999 : 255)) return error(400, "externalId");
  if (brand != platform.text("brands.1") && brand != platform.text("brands.2")) return error(400, "brand");
  if (click != "click-1" && click != "click-2") return error(400, "click");
  const auto key = key_of(text(body, "externalId"), brand);
  if (players_.contains(key) && !deviates("registered twice")) return error(409, "registered already");
  players_[key] = {std::to_string(players_.size() + 1), text(body, "externalId"), brand, click, {}, {}};
  return reply(200, JsonObject{});
}

std::string FakeMovements::fault_of(const Json &metrics) const {
  if (metrics.array() == nullptr || metrics.array()->empty() ||
      (metrics.array()->size() > 20 && !deviates("21 metrics taken")))
    return "metrics";
  for (const Json &metric : *metrics.array()) {
    const std::string code = deviates("case ignored") ? wire::lower_case(text(metric, "code")) : text(metric, "code");
    if (code == "old" && deviates("archived taken")) continue;
    if (code == "pitboss-no-such-metric" && deviates("unknown code taken")) continue;
    const auto value = Decimal::parse_numeric_string(text(metric, "value"));
    const auto &usable = *target.rest.front().find("metrics.usable")->array();
    if (std::find(usable.begin(), usable.end(), Json(code)) == usable.end()) return "code";
    if (text(metric, "type") != "relative" && text(metric, "type") != "absolute") return "type";
    if (!value || (code == "count" && value->places() > 0 && !deviates("fraction taken"))) return "value";
  }
  return "";
}

Reply FakeMovements::record(const Json &body, const std::string &bytes) {
  const auto key = key_of(text(body, "externalClientId"), wire::lower_case(text(body, "revenueOriginId")));
  const bool unknown = !players_.contains(key);
  if (unknown && (deviates("player made") || deviates("unknown player taken")))
    players_[key] = {std::to_string(players_.size() + 1), key.first, key.second, "click-1", {}, {}};
  if (unknown && deviates("player made")) return error(404, "Client not found");
  const auto found = players_.find(key);
  if (found == players_.end()) return error(404, "Client not found");
  if (deviates("same body once") && bytes == std::exchange(last_body_, bytes)) return reply(200, JsonObject{});
  Player &player = found->second;
  const Json *request_id = body.find("requestId");
  const bool has_id = request_id != nullptr && !request_id->is_null();
  if (has_id && !is_id(body, "requestId", 100)) return error(400, "requestId");
  if (has_id && deviates("request ID of all") && !all_request_ids_.insert(text(body, "requestId")).second)
    return error(409, "Duplicate metric movement request");
  if (has_id && player.request_ids.contains(text(body, "requestId")) && !deviates("duplicate recorded"))
    return error(409, "Duplicate metric movement request");
  const Json *metrics = body.find("metrics");
  if (const std::string fault = metrics == nullptr ? "metrics" : fault_of(*metrics); !fault.empty()) {
    if (deviates("not atomic") && fault == "code") player.balances["ngr"] += Decimal(5);
    return error(400, fault);
  }
  Decimal change;
  for (const Json &metric : *metrics->array()) {
    const auto value = Decimal::parse_numeric_string(text(metric, "value")).value_or(Decimal());
    Decimal &balance = player.balances[text(metric, "code")];
    const Decimal after_it = moved(balance, text(metric, "type") == "absolute", value);
    if (text(metric, "code") == "ngr") change = deviates("share of the value") ? value : after_it - balance;
    balance = after_it;
  }
  if (has_id) player.request_ids.insert(text(body, "requestId"));
  const bool shares = player.click == "click-1";
  movements_.push_back(
      JsonObject{{"id", movements_.size() + 1},
                 {"client_id", player.id},
                 {"external_client_id", player.external_id},
                 {"revenue_origin_id", player.brand},
                 {"request_id", has_id ? *request_id : Json()},
                 {"metrics", *metrics},
                 {"raw_payload", deviates("payload written anew") ? wire::to_text(body) : bytes},
                 {"total_revshare", (shares ? change * *Decimal::parse("0.25") : Decimal()).to_string()},
                 {"account_settlement_id", Json()},
                 {"created_at", wire::to_iso8601(wire::now())}});
  return reply(200, JsonObject{});
}

Reply FakeMovements::list_movements(const Asked &asked) const {
  wire::JsonArray rows;
  const auto in_range = [&](const std::string &created) {
    if (deviates("old listed")) return true;
    const auto in_utc = [&](const char *name) {
      const auto moment = wire::parse_date_time(asked.of(name));
      return moment ? wire::to_iso8601(*moment) : asked.of(name);
    };
    const std::string from = asked.of("date_from").empty() && asked.of("date_to").empty()
                                 ? wire::to_iso8601(wire::now() - std::chrono::hours(7 * 24))
                                 : in_utc("date_from");
    const std::string to = in_utc("date_to");
    return created.substr(0, from.size() == 10 ? 10 : 19) >= from.substr(0, 19) &&
           (to.empty() || created.substr(0, to.size() == 10 ? 10 : 19) <= to.substr(0, 19));
  };
  for (auto row = movements_.rbegin(); row != movements_.rend(); ++row) {
    bool wanted = in_range(text(*row, "created_at"));
    for (const char *name : {"client_id", "external_client_id", "request_id"})
      wanted = wanted && (asked.of(name).empty() || asked.of(name) == text(*row, name));
    if (wanted) rows.push_back(*row);
  }
  return page(asked, rows);
}

Reply FakeMovements::list_clients(const Asked &asked) const {
  wire::JsonArray rows;
  for (const auto &[key, player] : players_) {
    if (!asked.of("client_id").empty() && asked.of("client_id") != player.id) continue;
    if (!asked.of("external_client_id").empty() && asked.of("external_client_id") != player.external_id) continue;
    Json balances{JsonObject{}};
    for (const auto &[code, balance] : player.balances) {
      const std::string exact = balance.to_string();
      balances.set(code, deviates("cut to two decimals") ? exact.substr(0, exact.find('.') + 3) : exact);
    }
    rows.push_back(JsonObject{{"client_id", player.id},
                              {"external_client_id", player.external_id},
                              {"revenue_origin_id", player.brand},
                              {"balances", balances}});
  }
  return page(asked, rows);
}

}  // namespace pitboss::scenario::testing
