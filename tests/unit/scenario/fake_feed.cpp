#include "schemas/wire/encoding.hpp"
#include "tests/unit/scenario/fake_rest.hpp"

namespace pitboss::scenario::testing {
namespace {

using target::Reply;
using target::Request;
using wire::Json;
using wire::JsonObject;

constexpr const char *file = R"(name: fake
feed:
  base_url: http://127.0.0.1:1
  client_id: acme
  client_secret: open-sesame
  affiliate_ids: [AFF-1]
)";

const std::map<std::string, std::vector<std::string>> keys{
    {"/api/v1/igaming/customers", {"customer_id"}},
    {"/api/v1/igaming/transactions", {"transaction_id"}},
    {"/api/v1/igaming/gaming-activity", {"date", "customer_id", "game_type", "currency"}}};

}  // namespace

FakeFeed::FakeFeed() {
  target = target::parse_target(file, "fake.yaml", [](const std::string &) { return std::nullopt; });
}

Reply FakeFeed::answer(const Request &request) {
  const Asked asked = FakeRest::asked(request);
  if (asked.path == "/oauth/token") return token(request);
  const std::string authorization = header(request, "Authorization");
  const auto used = used_.find(authorization);
  if (used == used_.end()) return error(401, "no such token");
  if (++used->second > limit) {
    Reply limited = error(429, "too many");
    limited.headers.emplace_back("Retry-After", "0");
    used->second = 0;
    return limited;
  }
  if (!keys.contains(asked.path)) return error(404, "no such path");
  if (request.method == "GET") return list(asked);
  const auto parsed = wire::parse_json(request.body);
  const Json *body = std::get_if<Json>(&parsed);
  if (body == nullptr || body->find("data") == nullptr) return error(422, "data");
  return push(asked, *body);
}

Reply FakeFeed::token(const Request &request) {
  const bool by_basic = header(request, "Authorization") == "Basic " + wire::to_base64("acme:open-sesame");
  const bool in_body = request.body.ends_with("client_id=acme&client_secret=open-sesame");
  if (!(by_basic && deviation != "body-only") && !(in_body && deviation != "basic-only"))
    return error(deviation == "body-only" ? 400 : 401, "invalid_client");
  if (deviation == "one-token") used_.clear();
  const std::string value = "token-number-" + std::to_string(requests());
  used_["Bearer " + value] = 0;
  return reply(200, JsonObject{{"access_token", value}, {"token_type", "Bearer"}, {"expires_in", 3600}});
}

Reply FakeFeed::push(const Asked &asked, const Json &body) {
  for (const Json &record : *body.find("data")->array())
    if (const Json *currency = record.find("currency"); currency != nullptr && *currency == Json("ABC"))
      return error(422, "Currency is none of ISO 4217");
  for (const Json &record : *body.find("data")->array()) {
    std::string key;
    for (const std::string &field : keys.at(asked.path)) key += wire::to_text(*record.find(field)) + " ";
    rows_[asked.path][key] = record;
  }
  return reply(200, JsonObject{{"received", body.find("data")->array()->size()}});
}

Reply FakeFeed::list(const Asked &asked) const {
  wire::JsonArray rows;
  const auto kept = rows_.find(asked.path);
  if (kept != rows_.end())
    for (const auto &[key, row] : kept->second)
      if (deviation == "filter-ignored" || asked.of("customer_id").empty() ||
          *row.find("customer_id") == Json(asked.of("customer_id")))
        rows.push_back(row);
  return page(asked, rows);
}

}  // namespace pitboss::scenario::testing
