#include "reference_impl/movements/admin.hpp"

#include "reference_impl/lasting_text.hpp"
#include "reference_impl/movements/replies.hpp"
#include "reference_impl/secrets.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::movements {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

http::Response response(const Json &body) {
  return {.status = 200, .body = wire::to_text(body), .headers = {}};
}

http::Response refused(const Refusal &refusal) {
  return {.status = status_of(refusal.reason),
          .body = wire::to_text(Replies().error(refusal)),
          .headers = {},
          .code = lasting_text(to_string(refusal.reason))};
}

http::Response store_failed() {
  constexpr std::string_view code = "STORE_FAILED";
  const Json error = JsonObject{
      {"error", JsonObject{{"code", std::string(code)},
                           {"message", "the store could not do it, or nobody knows; look before you send it again"}}}};
  return {.status = 500, .body = wire::to_text(error), .headers = {}, .code = code};
}

Json to_json(const MadeSettlement &settlement) {
  return JsonObject{{"settlement_id", settlement.id},
                    {"affiliate_id", settlement.affiliate},
                    {"total", settlement.total.to_string()},
                    {"movements", settlement.movements},
                    {"created_at", wire::to_iso8601(settlement.created_at)}};
}

Json affiliate_row(SqlTransaction &sql, const Affiliate &affiliate) {
  const auto open = load_open_contributions(sql, affiliate.id);
  JsonArray settlements;
  for (const MadeSettlement &settlement : list_settlements(sql, affiliate.id))
    settlements.push_back(to_json(settlement));
  return JsonObject{{"affiliate_id", affiliate.id},
                    {"name", affiliate.name},
                    {"open_balance", open_balance(open).to_string()},
                    {"open_movements", open.size()},
                    {"settlements", std::move(settlements)}};
}

/// The affiliate that a body names. Throws Refusal.
std::string read_affiliate(const Platform &platform, const std::string &body) {
  const auto parsed = wire::parse_json(body);
  const Json *json = std::get_if<Json>(&parsed);
  const Json *id = json == nullptr ? nullptr : json->find("affiliate_id");
  if (id == nullptr || id->string() == nullptr || platform.find_affiliate(*id->string()) == nullptr) {
    throw Refusal{.reason = Refusal::Reason::invalid_request,
                  .message = "the body is not {\"affiliate_id\": ID} with the ID of an affiliate of the platform"};
  }
  return *id->string();
}

}  // namespace

void Admin::add_to(http::Router &router) const {
  router.add("GET", "/admin/movements/affiliates",
             guarded([this](const http::Request &, const http::Answer &answer) { list_affiliates(answer); }));
  router.add("POST", "/admin/movements/settlements",
             guarded([this](const http::Request &request, const http::Answer &answer) { settle(request, answer); }));
}

void Admin::list_affiliates(const http::Answer &answer) const {
  const auto rows = std::make_shared<JsonArray>();
  store_.submit({.work =
                     [this, rows](SqlTransaction &sql) {
                       rows->clear();
                       for (const Affiliate &affiliate : platform_.affiliates)
                         rows->push_back(affiliate_row(sql, affiliate));
                     },
                 .done =
                     [rows, answer](bool done) {
                       answer(done ? response(JsonObject{{"data", std::move(*rows)}}) : store_failed());
                     }});
}

void Admin::settle(const http::Request &request, const http::Answer &answer) const {
  const std::string affiliate = read_affiliate(platform_, request.body);
  const auto result = std::make_shared<std::variant<Refusal, MadeSettlement>>();
  store_.submit({.work = [result, affiliate](SqlTransaction &sql) { *result = movements::settle(sql, affiliate); },
                 .done =
                     [result, answer](bool done) {
                       if (!done) return answer(store_failed());
                       if (const auto *refusal = std::get_if<Refusal>(&*result)) return answer(refused(*refusal));
                       answer(response(to_json(std::get<MadeSettlement>(*result))));
                     }});
}

http::Handler Admin::guarded(std::function<void(const http::Request &, const http::Answer &)> handler) const {
  return [this, handler = std::move(handler)](const http::Request &request, const http::Answer &answer) {
    try {
      const std::string *given = request.header("X-Admin-Key");
      if (given == nullptr || !same_secret(*given, key_))
        throw Refusal{.reason = Refusal::Reason::unauthorized, .message = "X-Admin-Key is missing or wrong"};
      handler(request, answer);
    } catch (const Refusal &refusal) {
      answer(refused(refusal));
    }
  };
}

std::variant<Refusal, MadeSettlement> settle(SqlTransaction &sql, const std::string &affiliate) {
  auto chosen = settle(load_open_contributions(sql, affiliate));
  if (auto *refusal = std::get_if<Refusal>(&chosen)) return std::move(*refusal);
  const auto &settlement = std::get<Settlement>(chosen);
  const MadeSettlement made{.id = wire::fresh_guid(),
                            .affiliate = affiliate,
                            .total = settlement.total,
                            .movements = static_cast<std::int64_t>(settlement.movements.size()),
                            .created_at = wire::now()};
  insert(sql, made, settlement.movements);
  return made;
}

}  // namespace pitboss::reference::movements
