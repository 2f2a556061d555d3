#include "reference_impl/movements/replies.hpp"

#include "reference_impl/movements/update_json.hpp"

namespace pitboss::reference::movements {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json text_or_null(const std::optional<std::string> &text) {
  return text ? Json(*text) : Json(nullptr);
}

Json movement(const Replies &replies, const ListedMovement &listed) {
  const Movement &movement = listed.movement;
  return JsonObject{{"id", movement.id},
                    {"client_id", movement.client_id},
                    {"external_client_id", listed.external_id},
                    {"revenue_origin_id", listed.brand},
                    {"request_id", text_or_null(movement.request_id)},
                    {"metrics", to_json(movement.updates)},
                    {"raw_payload", movement.raw_payload},
                    {"total_revshare", movement.contribution ? movement.contribution->amount.to_string() : "0"},
                    {"account_settlement_id", text_or_null(listed.settlement_id)},
                    {"created_at", replies.time(movement.created_at)}};
}

Json client(const Replies &, const ListedClient &listed) {
  JsonObject balances;
  for (const auto &[code, balance] : listed.balances) balances.emplace_back(code, balance.to_string());
  return JsonObject{{"client_id", listed.client.id},
                    {"external_client_id", listed.client.external_id},
                    {"revenue_origin_id", listed.client.brand},
                    {"balances", std::move(balances)}};
}

Json metric(const Metric &metric) {
  return JsonObject{{"code", metric.code},
                    {"data_type", metric.data_type == DataType::integer ? "integer" : "decimal"},
                    {"archived", metric.archived}};
}

Json list(JsonArray rows, std::int64_t total, const Page &page) {
  return JsonObject{{"data", std::move(rows)},
                    {"meta", JsonObject{{"total", total}, {"page", page.number}, {"per_page", page.size}}}};
}

Json error(const Refusal &refusal) {
  Json json = JsonObject{{"code", to_string(refusal.reason)}, {"message", refusal.message}};
  JsonArray details;
  for (const Detail &detail : refusal.details)
    details.push_back(JsonObject{{"pointer", detail.pointer}, {"message", detail.message}});
  if (!details.empty()) json.set("details", std::move(details));
  return JsonObject{{"error", std::move(json)}};
}

}  // namespace

Replies::Replies()
    : movement(movements::movement),
      client(movements::client),
      metric(movements::metric),
      time(wire::to_iso8601),
      list(movements::list),
      written([] { return JsonObject{}; }),
      error(movements::error),
      error_status([](const Refusal &refusal) { return status_of(refusal.reason); }),
      write([](const Json &json) { return wire::to_text(json); }) {}

}  // namespace pitboss::reference::movements
