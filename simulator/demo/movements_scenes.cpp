#include <fmt/format.h>

#include "simulator/demo/scenes.hpp"

namespace pitboss::demo {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json update(const Stage &stage, int metric, const std::string &type, const std::string &value) {
  const std::string code = stage.partner.setting("movements", "metrics.usable." + std::to_string(metric));
  return JsonObject{{"code", code}, {"type", type}, {"value", value}};
}

Json movement(const Stage &stage, const std::string &player, JsonArray metrics, const std::string &request_id = {}) {
  Json body = JsonObject{{"externalClientId", player},
                         {"revenueOriginId", stage.partner.setting("movements", "brands.1")},
                         {"metrics", std::move(metrics)}};
  if (!request_id.empty()) body.set("requestId", request_id);
  return body;
}

void call(const Stage &stage, const std::string &story, const std::string &method, const std::string &path,
          const Json &body = {}) {
  const Answer answer = stage.partner.movements(method, path, body);
  stage.tell(fmt::format("{}: answered {}", story, answer.status));
}

std::string register_player(const Stage &stage) {
  const std::string player = stage.partner.fresh("player");
  call(stage, "A player who clicked on a banner is registered", "POST", "/tracking/client/v1",
       JsonObject{{"externalId", player},
                  {"revenueOriginId", stage.partner.setting("movements", "brands.1")},
                  {"clickId", stage.partner.setting("movements", "click_ids.1")}});
  return player;
}

void players(const Stage &stage) {
  call(stage, "The operator reads the metric codes", "GET", "/reporting/client-metrics/v1");
  const std::string player = register_player(stage);
  call(stage, "The player is read back", "GET", "/reporting/clients/v1?external_client_id=" + player);
}

constexpr const char *record = "/tracking/client-metric-movement/v1";

void movements(const Stage &stage) {
  const std::string player = register_player(stage);
  call(stage, "He deposits: 50 are added to a metric", "POST", record,
       movement(stage, player, {update(stage, 1, "relative", "50")}));
  call(stage, "Another metric is set to 120.50", "POST", record,
       movement(stage, player, {update(stage, 2, "absolute", "120.50")}));
  call(stage, "Two metrics at once, one of them downwards", "POST", record,
       movement(stage, player, {update(stage, 1, "relative", "-12.5"), update(stage, 2, "absolute", "130")}));
}

void safety(const Stage &stage) {
  const std::string player = register_player(stage);
  const Json body = movement(stage, player, {update(stage, 1, "relative", "25")}, stage.partner.fresh("request"));
  call(stage, "A movement with a request ID", "POST", record, body);
  call(stage, "The same again, as after a lost reply: a duplicate, so it was recorded", "POST", record, body);
  call(stage, "What was recorded is listed, with the payloads as they were sent", "GET",
       "/reporting/client-metric-movements/v1?external_client_id=" + player);
}

}  // namespace

std::vector<Scene> movements_scenes() {
  return {{"Movements: players", players}, {"Movements: movements", movements}, {"Movements: safety", safety}};
}

}  // namespace pitboss::demo
