#include "reference_impl/dashboard/movements_calls.hpp"

#include "reference_impl/dashboard/paging.hpp"
#include "reference_impl/dashboard/reading.hpp"
#include "reference_impl/movements/records.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::dashboard {
namespace {

using movements::ListedMovement;
using movements::MovementFilter;
using store::SqlTransaction;
using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

constexpr std::chrono::days default_range{7};  // movements.md, rule 12

/// A page of the log.
struct LogRequest {
  MovementFilter filter;
  std::optional<std::int64_t> before;
  std::int64_t limit = 50;
};

LogRequest read_log_request(const http::Query &query) {
  const Range range = read_range(query, wire::now(), default_range);
  LogRequest request{
      .filter = {.client = {.client_id = query.value("player_id"), .external_id = query.value("external_client_id")},
                 .request_id = query.value("request_id"),
                 .time = {.from = range.from, .to = range.to}},
      .before = read_number_cursor(query),
      .limit = read_limit(query)};
  if (auto &id = request.filter.client.client_id) id = wire::lower_case(*id);
  return request;
}

Json text_or_null(const std::optional<std::string> &text) {
  return text ? Json(*text) : Json(nullptr);
}

Json row_json(const ListedMovement &listed) {
  const movements::Movement &movement = listed.movement;
  JsonObject values;
  for (const movements::Update &update : movement.updates) {
    const bool is_absolute = update.type == movements::UpdateType::absolute;
    values.emplace_back(update.code,
                        JsonObject{{"type", is_absolute ? "absolute" : "relative"}, {"value", update.written}});
  }
  return JsonObject{{"id", movement.id},
                    {"created_at", wire::to_iso8601(movement.created_at)},
                    {"player_id", movement.client_id},
                    {"external_client_id", listed.external_id},
                    {"brand", listed.brand},
                    {"request_id", text_or_null(movement.request_id)},
                    {"values", std::move(values)},
                    {"total_revshare", movement.contribution ? movement.contribution->amount.to_string() : "0"},
                    {"account_settlement_id", text_or_null(listed.settlement_id)}};
}

Json metrics_json(const movements::Platform &platform) {
  JsonArray metrics;
  for (const movements::Metric &metric : platform.metrics)
    metrics.push_back(JsonObject{{"code", metric.code},
                                 {"type", metric.data_type == movements::DataType::integer ? "integer" : "decimal"},
                                 {"archived", metric.archived}});
  return metrics;
}

Json log_page(SqlTransaction &sql, const LogRequest &request, const movements::Platform &platform) {
  const auto logged = movements::view_movements(sql, request.filter, request.before, request.limit);
  JsonArray rows;
  for (const ListedMovement &row : logged.rows) rows.push_back(row_json(row));
  Json page = list_json(std::move(rows), logged.next ? std::optional(std::to_string(*logged.next)) : std::nullopt,
                        logged.total);
  page.set("metrics", metrics_json(platform));
  return page;
}

Json detail(SqlTransaction &sql, const std::string &id) {
  const auto listed = movements::load_movement(sql, id);
  if (!listed) throw Problem{.status = 404, .message = "there is no movement of this id"};
  movements::Balances balances;
  for (const auto &updates : movements::list_updates_until(sql, id))
    balances = movements::apply_all(movements::Rules(), std::move(balances), updates);
  JsonObject after;
  for (const auto &[code, balance] : balances) after.emplace_back(code, balance.to_string());
  Json all = row_json(*listed);
  all.set("raw_payload", listed->movement.raw_payload);
  all.set("balances", std::move(after));
  return all;
}

}  // namespace

void add_movements_calls(Routes &routes, const movements::Platform &platform, store::SqlStore &store) {
  routes.get("/dashboard/v1/movements", reading(store, [&platform](const http::Query &query) -> ReadRows {
               return [&platform, request = read_log_request(query)](SqlTransaction &sql) {
                 return log_page(sql, request, platform);
               };
             }));
  routes.get("/dashboard/v1/movement", reading(store, [](const http::Query &query) -> ReadRows {
               return
                   [id = wire::lower_case(read_needed(query, "id"))](SqlTransaction &sql) { return detail(sql, id); };
             }));
}

}  // namespace pitboss::reference::dashboard
