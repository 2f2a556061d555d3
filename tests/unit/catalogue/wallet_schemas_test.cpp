// The published JSON Schemas of the contract `wallet`.
#include "schemas/catalogue/contract_files.hpp"
#include "tests/unit/catalogue/schemas.hpp"

namespace pitboss::catalogue {
namespace {

const std::vector<std::string> bodies = {"authenticate.request", "authenticate.response", "balance.request",
                                         "balance.response",     "transaction.request",   "transaction.response",
                                         "rollback.request",     "rollback.response",     "error.response"};

json schema_text(const std::string &body) {
  return schema_of("wallet", body);
}

bool accepts(const std::string &body, const json &value) {
  return schema_accepts("wallet", body, value);
}

/// The request and the response of seed 002.
const json seed_request =
    json::parse(R"({"playerId": "44-12345-67890", "provider": "gameprovider", "game": "fantasyquest",
  "transactionId": "guid-uuid-string", "roundId": "guid-uuid-string", "amount": 10.00, "transactionType": "debit", "roundFinished": true,
  "freeGameInfo": {"instanceId": 1, "offerId": 99}, "ip": "1.2.3.4",
  "gameInfo": {"gameTransactionType": "spin", "metaData": [{"betType": "standard", "amount": 10.00}]}})");
const json seed_response = json::parse(R"({"balance": 1480.50, "freeGameInfo": [{"instanceId": 1, "offerId": 99,
  "offerName": "Sample Free Spins", "instanceInfo": {"canBeRejected": false, "nearestCostPerBet": 5, "numberOfRoundsRemaining": 2,
  "numberOfRoundsAwarded": 10, "instanceStartDateUtc": "2025-05-23T11:54:37Z", "instanceEndDateUtc": "2025-05-25T13:34:37Z"}}]})");

TEST(WalletSchemas, AllAreThere) {
  for (const std::string &body : bodies)
    EXPECT_EQ(schema_text(body)["$schema"], "http://json-schema.org/draft-07/schema#") << body;
  const auto names = contract_file_names();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(contract_file("schemas/wallet/nothing.json"), std::nullopt);
}

TEST(WalletSchemas, TransactionRequest) {
  EXPECT_TRUE(accepts("transaction.request", seed_request));
  for (const std::string field :
       {"playerId", "provider", "game", "transactionId", "roundId", "amount", "transactionType", "ip"}) {
    EXPECT_FALSE(accepts("transaction.request", without(seed_request, field))) << field;
    EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/" + field, nullptr))) << field;
    EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/" + field, json::object()))) << field;
  }
  for (const std::string field : {"roundFinished", "freeGameInfo", "gameInfo"}) {
    EXPECT_TRUE(accepts("transaction.request", without(seed_request, field))) << field;
    EXPECT_TRUE(accepts("transaction.request", with(seed_request, "/" + field, nullptr))) << field;
    EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/" + field, "text"))) << field;
  }
  EXPECT_TRUE(accepts("transaction.request", with(seed_request, "/amount", 0)));
  EXPECT_TRUE(accepts("transaction.request", with(seed_request, "/unknown", json::array())));
  EXPECT_TRUE(accepts("transaction.request", with(seed_request, "/roundId", std::string(255, 'a'))));
  EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/roundId", std::string(256, 'a'))));
  for (const std::string id : {"", "a b", "a/b"})
    EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/roundId", id)));
  for (const std::string ip : {"1.2.3", "256.1.1.1", "::1", "01.2.3.4", "1.2.3.4.5", ""})
    EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/ip", ip))) << ip;
  EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/amount", -0.01)));
  EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/amount", "10.00")));
  EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/transactionType", "DEBIT")));
  EXPECT_FALSE(accepts("transaction.request", with(seed_request, "/freeGameInfo", json::object())));
}

TEST(WalletSchemas, ResponsesOfAnyTarget) {
  for (const std::string body : {"balance.response", "transaction.response", "rollback.response"}) {
    EXPECT_TRUE(accepts(body, seed_response)) << body;
    EXPECT_TRUE(accepts(body, {{"balance", 0}})) << body;
    EXPECT_TRUE(accepts(body, {{"balance", 1.5}, {"freeGameInfo", json::array()}, {"more", {{"x", 1}}}})) << body;
    EXPECT_TRUE(accepts(body, with(seed_response, "/freeGameInfo/0/instanceInfo/more", 1))) << body;
    EXPECT_FALSE(accepts(body, json::object())) << body;
    EXPECT_FALSE(accepts(body, json::array())) << body;
    EXPECT_FALSE(accepts(body, {{"balance", "1480.50"}})) << body;
    EXPECT_FALSE(accepts(body, {{"balance", nullptr}})) << body;
    EXPECT_FALSE(accepts(body, {{"balance", 1}, {"freeGameInfo", json::object()}})) << body;
    EXPECT_FALSE(accepts(body, with(seed_response, "/freeGameInfo/0/instanceInfo/numberOfRoundsRemaining", "2")))
        << body;
  }
}

TEST(WalletSchemas, Authenticate) {
  const json request = {
      {"launchToken", "a.b.c"}, {"provider", "p"}, {"game", "g"}, {"ip", "1.2.3.4"}, {"platform", "mobile"}};
  EXPECT_TRUE(accepts("authenticate.request", request));
  EXPECT_FALSE(accepts("authenticate.request", with(request, "/platform", "tv")));
  const json response = {{"playerId", "44"},
                         {"playerToken", "t"},
                         {"brand", "acme"},
                         {"balance", 10.5},
                         {"balanceInfo", {{"currency", "eur"}, {"currencyTruncation", 2}}},
                         {"sessionInfo", {{"lobbyUrl", "https://casino.example"}}}};
  EXPECT_TRUE(accepts("authenticate.response", response));
  EXPECT_TRUE(accepts("authenticate.response", with(response, "/freeGameInfo", seed_response["freeGameInfo"])));
  EXPECT_FALSE(accepts("authenticate.response", with(response, "/balanceInfo/currency", "EUR")));
  for (const auto &[field, value] : response.items())
    EXPECT_FALSE(accepts("authenticate.response", without(response, field))) << field;
}

TEST(WalletSchemas, Errors) {
  EXPECT_TRUE(accepts("error.response", json::parse(R"({"error": {"code": "INVALID_REQUEST", "message": ""}})")));
  EXPECT_TRUE(accepts("error.response",
                      json::parse(R"({"error": {"code": "OWN_CODE", "message": "x", "trace": 1}, "id": 2})")));
  for (const std::string text :
       {R"({})", R"({"error": "text"})", R"({"error": {"code": 400, "message": "x"}})", R"({"error": {"code": "X"}})"})
    EXPECT_FALSE(accepts("error.response", json::parse(text))) << text;
}

TEST(WalletSchemas, TheFreeGameIsTheSameInAllResponses) {
  const json wanted = schema_text("transaction.response");
  for (const std::string body : {"authenticate.response", "balance.response", "rollback.response"}) {
    EXPECT_EQ(schema_text(body)["definitions"], wanted["definitions"]) << body;
    EXPECT_EQ(schema_text(body)["properties"]["freeGameInfo"], wanted["properties"]["freeGameInfo"]) << body;
  }
}

}  // namespace
}  // namespace pitboss::catalogue
