#include "tests/e2e/rest_traffic.hpp"

#include <stdexcept>

#include "schemas/wire/encoding.hpp"

namespace pitboss::test {
namespace {

using wire::Decimal;
using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

constexpr const char *movements_path = "/tracking/client-metric-movement/v1";
constexpr const char *igaming = "/api/v1/igaming/";

const Json &member(const Json &json, const char *name) {
  const Json *found = json.find(name);
  if (found == nullptr) throw std::runtime_error(std::string("a reply without ") + name + ": " + wire::to_text(json));
  return *found;
}

void expect_accepted(int status, const Json &body, const std::string &what) {
  if (status >= 300) throw std::runtime_error(what + " was answered " + std::to_string(status) + " " + to_text(body));
}

}  // namespace

RestTraffic::RestTraffic(const target::TargetFile &target, const std::string &contract, std::uint64_t seed)
    : rest_(&target.rest_of(contract)),
      client_({rest_->base_url, target.tls, target.proxy, target.timeouts}),
      guids_(seed) {}

std::pair<int, Json> RestTraffic::call(const std::string &method, const std::string &path, const std::string &body) {
  target::Request request{.method = method, .path = path, .headers = headers_, .body = body};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  const target::Exchange exchange = client_.send(request);
  if (!exchange.reply) return {0, Json()};
  auto json = wire::parse_json(exchange.reply->body);
  return {exchange.reply->status, std::holds_alternative<Json>(json) ? std::get<Json>(std::move(json)) : Json()};
}

RowJournal RestTraffic::play(const std::function<void()> &on_answer) {
  RowJournal journal;
  for (int cents = 1;; ++cents) {
    RowJournal::Rows rows;
    for (int i = 0; i < rows_of_a_write(); ++i) rows.emplace(fresh_id(), Decimal::from_units(cents, 2));
    const int status = write(rows);
    if (status == 0) {
      journal.unanswered = std::move(rows);
      return journal;
    }
    if (status >= 300) throw std::runtime_error("a write was answered " + std::to_string(status));
    journal.answered.merge(rows);
    on_answer();
  }
}

MovementsTraffic::MovementsTraffic(const target::TargetFile &target, const std::string &number, std::uint64_t seed)
    : RestTraffic(target, "movements", seed), metric_(rest_->text("metrics.decimal.1")) {
  who_ = "player-" + number;
  headers_ = {{"X-Api-Key", rest_->text("api_key")}};
  const Json player = JsonObject{
      {"externalId", who_}, {"revenueOriginId", rest_->text("brands.1")}, {"clickId", rest_->text("click_ids.1")}};
  const auto [status, body] = call("POST", "/tracking/client/v1", to_text(player));
  constexpr int known_already = 409;
  if (status != known_already) expect_accepted(status, body, "registering");
}

int MovementsTraffic::write(const RowJournal::Rows &rows) {
  const auto &[id, value] = *rows.begin();
  const Json update = JsonObject{{"code", metric_}, {"type", "relative"}, {"value", value.to_string()}};
  const Json movement = JsonObject{{"externalClientId", who_},
                                   {"revenueOriginId", rest_->text("brands.1")},
                                   {"requestId", id},
                                   {"metrics", JsonArray{update}}};
  return call("POST", movements_path, to_text(movement)).first;
}

std::multimap<std::string, Decimal> MovementsTraffic::listed() {
  std::multimap<std::string, Decimal> rows;
  for (int page = 1;; ++page) {
    const auto [status, body] =
        call("GET", "/reporting/client-metric-movements/v1?per_page=500&external_client_id=" + who_ +
                        "&page=" + std::to_string(page));
    expect_accepted(status, body, "listing");
    const JsonArray &data = *member(body, "data").array();
    for (const Json &row : data) {
      const Json &update = member(row, "metrics").array()->front();
      rows.emplace(*member(row, "request_id").string(),
                   *Decimal::parse_numeric_string(*member(update, "value").string()));
    }
    if (data.empty()) return rows;
  }
}

Decimal MovementsTraffic::balance() {
  const auto [status, body] = call("GET", "/reporting/clients/v1?external_client_id=" + who_);
  expect_accepted(status, body, "listing players");
  const Json &balances = member(member(body, "data").array()->front(), "balances");
  const Json *balance = balances.find(metric_);
  return balance == nullptr ? Decimal() : *Decimal::parse_numeric_string(*balance->string());
}

FeedTraffic::FeedTraffic(const target::TargetFile &target, const std::string &number, std::uint64_t seed)
    : RestTraffic(target, "feed", seed) {
  who_ = "customer-" + number;
  headers_ = {
      {"Authorization", "Basic " + wire::to_base64(rest_->text("client_id") + ":" + rest_->text("client_secret"))},
      {"Content-Type", "application/x-www-form-urlencoded"}};
  target::Request request{.method = "POST",
                          .path = rest_->text("token_path"),
                          .headers = headers_,
                          .body = "grant_type=client_credentials"};
  const target::Exchange granted =
      target::Client({rest_->base_url, target.tls, target.proxy, target.timeouts}).send(request);
  const Json token = std::get<Json>(wire::parse_json(granted.reply.value().body));
  headers_ = {{"Authorization", "Bearer " + *member(token, "access_token").string()}};
  const Json customer = JsonObject{{"customer_id", who_},
                                   {"signup_date", "2026-05-01T10:00:00Z"},
                                   {"affiliate_id", rest_->text("affiliate_ids.1")},
                                   {"tracking_data", "t"}};
  const auto [status, body] =
      call("POST", std::string(igaming) + "customers", to_text(JsonObject{{"data", JsonArray{customer}}}));
  expect_accepted(status, body, "pushing a customer");
}

int FeedTraffic::write(const RowJournal::Rows &rows) {
  JsonArray records;
  for (const auto &[id, amount] : rows)
    records.emplace_back(JsonObject{{"transaction_id", id},
                                    {"customer_id", who_},
                                    {"transaction_type", "deposit"},
                                    {"amount_currency", amount},
                                    {"currency", "EUR"},
                                    {"transaction_date", "2026-05-01T10:00:00Z"},
                                    {"status", "approved"}});
  return call("POST", std::string(igaming) + "transactions", to_text(JsonObject{{"data", std::move(records)}})).first;
}

std::multimap<std::string, Decimal> FeedTraffic::listed() {
  std::multimap<std::string, Decimal> rows;
  for (std::string cursor;;) {
    const auto [status, body] =
        call("GET", std::string(igaming) + "transactions?per_page=500&customer_id=" + who_ + cursor);
    expect_accepted(status, body, "listing");
    for (const Json &row : *member(body, "data").array())
      rows.emplace(*member(row, "transaction_id").string(), *member(row, "amount_currency").decimal());
    const Json &next = member(member(body, "meta"), "next_cursor");
    if (next.is_null()) return rows;
    cursor = "&cursor=" + *next.string();
  }
}

}  // namespace pitboss::test
