// The published JSON Schemas of the contract `movements`.
#include "tests/unit/catalogue/schemas.hpp"

namespace pitboss::catalogue {
namespace {

bool accepts(const std::string &body, const json &value) {
  return schema_accepts("movements", body, value);
}

const std::string brand = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";
const json movement =
    json::parse(R"({"externalClientId": "p", "revenueOriginId": "6F1C2A34-5b0e-4d3c-9a52-7c1d5f3f5a01",
  "metrics": [{"code": "ngr", "type": "relative", "value": "-1.5"}], "requestId": "r"})");

std::string letters(std::size_t count, const std::string &letter = "a") {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += letter;
  return text;
}

json updates(std::size_t count) {
  json list = json::array();
  for (std::size_t i = 0; i < count; ++i)
    list.push_back({{"code", "m" + std::to_string(i)}, {"type", "absolute"}, {"value", "1"}});
  return list;
}

TEST(MovementsSchemas, RegisterClientRequest) {
  const json request = {{"externalId", "p"}, {"revenueOriginId", brand}, {"clickId", "click-1"}};
  EXPECT_TRUE(accepts("register-client.request", request));
  EXPECT_TRUE(accepts("register-client.request", with(request, "/more", 1)));
  for (const auto &[field, value] : request.items()) {
    EXPECT_FALSE(accepts("register-client.request", without(request, field))) << field;
    for (const json &wrong : {json(nullptr), json(7), json(""), json::array()})
      EXPECT_FALSE(accepts("register-client.request", with(request, "/" + field, wrong))) << field << wrong;
  }
  EXPECT_TRUE(accepts("register-client.request", with(request, "/externalId", letters(255, "ä"))));
  EXPECT_FALSE(accepts("register-client.request", with(request, "/externalId", letters(256))));
  EXPECT_FALSE(accepts("register-client.request", with(request, "/revenueOriginId", brand + "0")));
}

TEST(MovementsSchemas, RecordMovementRequest) {
  EXPECT_TRUE(accepts("record-movement.request", movement));
  EXPECT_TRUE(accepts("record-movement.request", without(movement, "requestId")));
  EXPECT_TRUE(accepts("record-movement.request", with(movement, "/requestId", nullptr)));
  for (const std::string field : {"externalClientId", "revenueOriginId", "metrics"}) {
    EXPECT_FALSE(accepts("record-movement.request", without(movement, field))) << field;
    EXPECT_FALSE(accepts("record-movement.request", with(movement, "/" + field, nullptr))) << field;
  }
  EXPECT_TRUE(accepts("record-movement.request", with(movement, "/requestId", letters(100, "€"))));
  for (const json &wrong : {json(""), json(letters(101)), json(7)})
    EXPECT_FALSE(accepts("record-movement.request", with(movement, "/requestId", wrong))) << wrong;
}

TEST(MovementsSchemas, OneToTwentyUpdates) {
  for (const std::size_t count : {1U, 20U})
    EXPECT_TRUE(accepts("record-movement.request", with(movement, "/metrics", updates(count)))) << count;
  for (const std::size_t count : {0U, 21U})
    EXPECT_FALSE(accepts("record-movement.request", with(movement, "/metrics", updates(count)))) << count;
}

TEST(MovementsSchemas, Updates) {
  for (const std::string value : {"0", "-0", "007", "10.50", "-1.5", "0.001", "123456789012345"})
    EXPECT_TRUE(accepts("record-movement.request", with(movement, "/metrics/0/value", value))) << value;
  for (const json &value : {json("abc"), json(""), json("1,5"), json("NaN"), json("1e3"), json("+1"), json(".5"),
                            json("1."), json(" 1"), json("1\n"), json(1.5), json(nullptr)})
    EXPECT_FALSE(accepts("record-movement.request", with(movement, "/metrics/0/value", value))) << value;
  for (const json &type : {json("Absolute"), json("delta"), json(""), json(nullptr), json(1)})
    EXPECT_FALSE(accepts("record-movement.request", with(movement, "/metrics/0/type", type))) << type;
  for (const std::string field : {"code", "type", "value"})
    EXPECT_FALSE(
        accepts("record-movement.request", with(movement, "/metrics/0", without(movement["metrics"][0], field))))
        << field;
}

TEST(MovementsSchemas, ListsOfAnyTarget) {
  const json meta = {{"total", 1}, {"page", 1}, {"per_page", 50}};
  const json row = {{"id", 1},
                    {"client_id", "c"},
                    {"external_client_id", "p"},
                    {"revenue_origin_id", brand},
                    {"request_id", nullptr},
                    {"metrics", movement["metrics"]},
                    {"raw_payload", "{}"},
                    {"total_revshare", "0.00"},
                    {"account_settlement_id", nullptr},
                    {"created_at", "2026-11-25T07:30:00Z"},
                    {"more", json::array()}};
  EXPECT_TRUE(accepts("list-movements.response", {{"data", json::array({row})}, {"meta", meta}}));
  for (const std::string field : {"request_id", "raw_payload", "total_revshare", "account_settlement_id"})
    EXPECT_FALSE(accepts("list-movements.response", {{"data", json::array({without(row, field)})}, {"meta", meta}}));
  EXPECT_FALSE(accepts("list-movements.response", {{"data", json::array()}}));
  const json metric = {{"code", "ngr"}, {"data_type", "decimal"}, {"archived", false}};
  EXPECT_TRUE(accepts("list-metrics.response", {{"data", json::array({metric})}, {"meta", meta}}));
  EXPECT_FALSE(
      accepts("list-metrics.response", {{"data", json::array({with(metric, "/data_type", "money")})}, {"meta", meta}}));
  const json player = {
      {"client_id", 7}, {"external_client_id", "p"}, {"revenue_origin_id", brand}, {"balances", {{"ngr", "-0.5"}}}};
  EXPECT_TRUE(accepts("list-clients.response", {{"data", json::array({player})}, {"meta", meta}}));
  EXPECT_FALSE(
      accepts("list-clients.response", {{"data", json::array({with(player, "/balances/ngr", 0.5)})}, {"meta", meta}}));
}

}  // namespace
}  // namespace pitboss::catalogue
