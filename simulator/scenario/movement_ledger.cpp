#include <map>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/model/movements_model.hpp"
#include "simulator/scenario/rest_ledger_kinds.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/standing_tally.hpp"

namespace pitboss::scenario {
namespace {

using wire::Decimal;
using wire::Json;

constexpr const char *duplicate = "duplicate metric movement request";

std::string text_of(const Json &json, std::string_view name) {
  const Json *value = json.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

/// The metrics of a body or of a row of the list; nullopt where one of them cannot be read.
std::optional<std::vector<model::MetricUpdate>> metrics_of(const Json &json) {
  const Json *list = json.find("metrics");
  if (list == nullptr || list->array() == nullptr) return std::nullopt;
  std::vector<model::MetricUpdate> metrics;
  for (const Json &each : *list->array()) {
    const std::optional<Decimal> value = Decimal::parse_numeric_string(text_of(each, "value"));
    if (!value || text_of(each, "code").empty()) return std::nullopt;
    metrics.push_back({text_of(each, "code"), text_of(each, "type") == "absolute", *value});
  }
  return metrics;
}

/// The model's movement that a request body means.
std::optional<model::Movement> movement_of(const Json &body, const std::string &payload) {
  auto metrics = metrics_of(body);
  if (!metrics) return std::nullopt;
  model::Movement movement{std::move(*metrics), std::nullopt, payload};
  if (body.find("requestId") != nullptr && body.find("requestId")->string() != nullptr)
    movement.request_id = *body.find("requestId")->string();
  return movement;
}

class MovementLedger : public RestLedger {
 public:
  explicit MovementLedger(const target::Rest &target) : target_(&target) {}

  void observe(const RestRequest &request, const RestAnswer &answer) override {
    const std::optional<Json> body = as_json(request.request.body);
    if (request.call == nullptr || !body) return;
    if (request.call->name == "register_client" && answer.is_accepted())
      players_[{text_of(*body, "externalId"), wire::lower_case(text_of(*body, "revenueOriginId"))}].registered = true;
    if (request.call->name == "register_client")
      players_[{text_of(*body, "externalId"), wire::lower_case(text_of(*body, "revenueOriginId"))}];
    if (request.call->name != "record_movement") return;
    Player &player =
        players_[{text_of(*body, "externalClientId"), wire::lower_case(text_of(*body, "revenueOriginId"))}];
    observe_movement(player, movement_of(*body, request.request.body), answer);
  }

  std::vector<Finding> audit(const Read &read, bool payload) override {
    std::vector<Finding> findings;
    for (const auto &[key, player] : players_) {
      if (key.first.empty()) continue;
      compare_movements(key, player, read, payload, findings);
      compare_balances(key, player, read, findings);
    }
    return findings;
  }

  std::vector<Drawn> first_calls() override {
    return {{"register_client", Json(wire::JsonObject{{"client", "P"}})},
            {"register_client", Json(wire::JsonObject{{"client", "P2"}})}};
  }

  Drawn draw(std::mt19937_64 &random) override {
    const auto number = [&](unsigned long most) { return static_cast<long>(random() % most); };
    const std::string client = number(2) == 0 ? "P" : "P2";
    const long known = requests_drawn_[client];
    const bool retry = known > 0 && number(4) == 0;
    Json arguments{wire::JsonObject{}};
    arguments.set("client", client);
    if (retry || number(2) == 0)
      arguments.set("request", "R" + std::to_string(retry ? number(static_cast<unsigned long>(known)) + 1
                                                          : ++requests_drawn_[client]));
    Json metrics{wire::JsonArray{}};
    const auto draw_metric = [&](const char *kind, int places) {
      Json metric{wire::JsonObject{}};
      const Decimal value = Decimal::from_units(number(199'999'999'999'999) - 99'999'999'999'999, places);
      metric.set("code", "{target.metrics." + std::string(kind) + ".1}");
      metric.set(number(4) == 0 ? "absolute" : "relative", value.to_string());
      metrics.push_back(std::move(metric));
    };
    if (target_->find("metrics.decimal.1") != nullptr) draw_metric("decimal", static_cast<int>(number(5)));
    if (target_->find("metrics.integer.1") != nullptr && number(2) == 0) draw_metric("integer", 0);
    arguments.set("metrics", std::move(metrics));
    return {"record_movement", std::move(arguments), retry};
  }

 private:
  struct Player {
    bool registered = false;
    bool followed = true;  ///< false where something was accepted that the model cannot read
    model::PlayerBook book;
    std::optional<model::Movement> unknown;  ///< without a reply: recorded or not
  };
  using Key = std::pair<std::string, std::string>;  ///< external ID and brand in lower case

  static void observe_movement(Player &player, const std::optional<model::Movement> &movement,
                               const RestAnswer &answer) {
    if (answer.is_accepted() && !movement) player.followed = false;
    if (!movement) return;
    const bool retry = player.unknown && player.unknown->request_id == movement->request_id && movement->request_id;
    if (answer.status == 0)
      player.unknown = movement;
    else if (answer.is_accepted() || (retry && answer.holds(duplicate)))
      player.book.record(*movement);
    // A refusal that does not say why leaves it unknown whether the first one was recorded.
    if (retry && (answer.is_accepted() || holds_text(answer.body, duplicate))) player.unknown.reset();
  }

  /// The rows of a list that are of this player.
  static std::vector<Json> rows_of_player(const Key &key, const RestAnswer &answer) {
    std::vector<Json> rows;
    for (const Json &row : answer.rows)
      if (text_of(row, "external_client_id") == key.first &&
          wire::lower_case(text_of(row, "revenue_origin_id")) == key.second)
        rows.push_back(row);
    return rows;
  }

  static Json filter(const Key &key) { return Json(wire::JsonObject{{"external_client_id", key.first}}); }

  static bool is_listed_as(const Json &row, const model::Movement &movement) {
    const auto metrics = metrics_of(row);
    const Json *id = row.find("request_id");
    const bool same_id =
        movement.request_id ? id != nullptr && *id == Json(*movement.request_id) : id == nullptr || id->is_null();
    return same_id && metrics && metrics->size() == movement.metrics.size() &&
           std::is_permutation(metrics->begin(), metrics->end(), movement.metrics.begin());
  }

  static void compare_movements(const Key &key, const Player &player, const Read &read, bool payload,
                                std::vector<Finding> &findings) {
    const RestAnswer answer = read("list_movements", filter(key));
    std::vector<Json> rows = rows_of_player(key, answer);
    const std::size_t listed = rows.size();
    const std::size_t recorded = player.book.movements().size();
    if (!player.followed || player.unknown) return;
    std::string missing;
    for (const model::Movement &movement : player.book.movements()) {
      const auto is_it = [&](const Json &row) {
        return is_listed_as(row, movement) && (!payload || text_of(row, "raw_payload") == movement.payload);
      };
      const auto found = std::find_if(rows.begin(), rows.end(), is_it);
      if (found == rows.end()) {
        missing = movement.payload;
        continue;
      }
      if (payload && !wire::parse_date_time(text_of(*found, "created_at"))) missing = "a time of " + movement.payload;
      rows.erase(found);
    }
    const bool readable = answer.is_accepted() && answer.rows_fault.empty();
    findings.push_back({"movements of " + key.first,
                        std::to_string(recorded) + ", each listed once" + (payload ? ", as sent" : ""),
                        !readable          ? "no list: " + answer.in_words()
                        : !missing.empty() ? std::to_string(listed) + " listed; missing: " + missing
                                           : std::to_string(listed) + " listed",
                        readable && missing.empty() && listed == recorded});
  }

  static std::string in_words(const model::Balances &balances) {
    std::string all;
    for (const auto &[code, balance] : balances) all += (all.empty() ? "" : ", ") + code + " " + balance.to_string();
    return all.empty() ? "none" : all;
  }

  static void compare_balances(const Key &key, const Player &player, const Read &read, std::vector<Finding> &findings) {
    const RestAnswer answer = read("list_clients", filter(key));
    const std::vector<Json> rows = rows_of_player(key, answer);
    const std::string what = "balances of " + key.first;
    if (!player.followed || player.unknown) return;
    if (!answer.is_accepted() || rows.size() != (player.registered ? 1U : 0U)) {
      findings.push_back({what, player.registered ? "one player" : "no such player",
                          answer.is_accepted() ? std::to_string(rows.size()) + " players" : answer.in_words(), false});
      return;
    }
    if (!player.registered) return;
    const Json *listed = rows.front().find("balances");
    model::Balances expected = player.book.balances();
    model::Balances actual;
    bool readable = listed != nullptr && listed->object() != nullptr;
    if (readable)
      for (const auto &[code, value] : *listed->object()) {
        // How it is written is judged where the list of players is.
        const auto balance =
            value.string() == nullptr ? value.decimal() : Decimal::parse_numeric_string(*value.string());
        readable = readable && balance.has_value();
        if (balance && !balance->is_zero()) actual[code] = *balance;
      }
    std::erase_if(expected, [](const auto &one) { return one.second.is_zero(); });
    findings.push_back(
        {what, in_words(expected),
         readable ? in_words(actual) : "no numbers: " + (listed == nullptr ? "no balances" : wire::to_text(*listed)),
         readable && actual == expected});
  }

  const target::Rest *target_;
  std::map<Key, Player> players_;
  std::map<std::string, long> requests_drawn_;
};

}  // namespace

std::unique_ptr<RestLedger> make_movement_ledger(const target::Rest &target) {
  return std::make_unique<MovementLedger>(target);
}

std::unique_ptr<RestLedger> make_ledger(const std::string &contract, const RestCalls &calls,
                                        const target::Rest &target) {
  if (contract == "movements") return make_movement_ledger(target);
  return make_record_ledger(calls);
}

}  // namespace pitboss::scenario
