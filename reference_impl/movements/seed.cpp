#include "reference_impl/movements/seed.hpp"

#include "reference_impl/fresh_key.hpp"
#include "reference_impl/movements/records.hpp"
#include "reference_impl/movements/update_json.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::movements {
namespace {

constexpr const char *old_player = "history-1";
constexpr const char *old_request = "history-1";
constexpr std::chrono::days age{30};

std::string load_key(SqlTransaction &sql) {
  if (const auto row = sql.query_one("load_setting", {"api_key"})) return row->text(0);
  std::string key = fresh_key();
  sql.query("save_setting", {"api_key", key});
  return key;
}

Update update(const Metric &metric) {
  return {.code = metric.code, .type = UpdateType::absolute, .value = Decimal(100), .written = "100"};
}

/// A value for the first metric that is in use, and for the archived ones, from the time before they were archived.
std::vector<Update> old_updates(const Platform &platform) {
  std::vector<Update> updates;
  for (const Metric &metric : platform.metrics) {
    const bool first_in_use = !metric.archived && (updates.empty() || platform.find_metric(updates[0].code)->archived);
    if (first_in_use) updates.insert(updates.begin(), update(metric));
    if (metric.archived && updates.size() < 20) updates.push_back(update(metric));
  }
  return updates;
}

Recorded old_movement(const Platform &platform, const Client &client) {
  const Rules rules;
  Recorded recorded;
  Movement &movement = recorded.movement;
  movement.id = wire::fresh_guid();
  movement.client_id = client.id;
  movement.request_id = old_request;
  movement.updates = old_updates(platform);
  movement.raw_payload = wire::to_text(wire::JsonObject{{"externalClientId", client.external_id},
                                                        {"revenueOriginId", client.brand},
                                                        {"metrics", to_json(movement.updates)},
                                                        {"requestId", old_request}});
  recorded.balances = apply_all(rules, {}, movement.updates);
  movement.contribution = contribution_of(rules, platform, client, {}, recorded.balances);
  movement.created_at = client.created_at;
  return recorded;
}

/// When the old movement was recorded.
wire::TimePoint load_old_movement(SqlTransaction &sql, const Platform &platform, const std::string &brand) {
  const View view = look(sql, old_player, brand, old_request);
  if (view.client) return view.client->created_at;
  const Client client{.id = wire::fresh_guid(),
                      .external_id = old_player,
                      .brand = brand,
                      .click = platform.clicks.front().id,
                      .created_at = std::chrono::floor<std::chrono::milliseconds>(wire::now()) - age};
  insert(sql, client);
  insert(sql, old_movement(platform, client));
  return client.created_at;
}

std::optional<ArchivedBalance> load_archived_balance(SqlTransaction &sql, const Platform &platform,
                                                     const std::string &brand) {
  for (const auto &[code, balance] : look(sql, old_player, brand, std::nullopt).balances) {
    const Metric *metric = platform.find_metric(code);
    if (metric != nullptr && metric->archived) return ArchivedBalance{.metric = code, .balance = balance};
  }
  return std::nullopt;
}

}  // namespace

SetUp set_up(store::SqlStore &store, const Platform &platform) {
  SetUp made;
  store.run([&](SqlTransaction &sql) {
    const std::string &brand = platform.brands.front().id;
    made.api_key = load_key(sql);
    made.old_movement = {.external_id = old_player,
                         .brand = brand,
                         .request_id = old_request,
                         .created_at = load_old_movement(sql, platform, brand)};
    made.archived_balance = load_archived_balance(sql, platform, brand);
  });
  return made;
}

}  // namespace pitboss::reference::movements
