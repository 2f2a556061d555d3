#include <fmt/format.h>

#include "traffic.hpp"

/// For each step of the feed traffic that shows it, and traffic that only nearly does.
namespace pitboss::reference::onboarding {
namespace {

using testing::ElementsAre;

const std::string customers = "/api/v1/igaming/customers", transactions = "/api/v1/igaming/transactions",
                  activity = "/api/v1/igaming/gaming-activity";

std::string push(const std::string &record) {
  return R"({"data":[)" + record + "]}";
}

const std::string anna = R"({"customer_id":"anna","email":"a@example.com"})";
const std::string anna_changed = R"({"customer_id":"anna","email":"b@example.com"})";

struct FeedSteps : testing::Test {
  Traffic traffic{"feed"};
};

TEST_F(FeedSteps, AToken) {
  traffic.post("/oauth/token", "", 401, R"({"error":"invalid_client"})");
  traffic.post("/oauth/token", "", 0);
  EXPECT_FALSE(traffic.done("first-token"));
  const auto id = traffic.post("/oauth/token", "", 200, R"({"access_token":"token-1"})");
  EXPECT_THAT(traffic.state("first-token").evidence, ElementsAre(id));
  EXPECT_EQ(traffic.state("first-token").done_at, traffic.now);
}

TEST_F(FeedSteps, WhatAnotherClientDoesShowsNothing) {
  traffic.partner = "other";
  traffic.post("/oauth/token", "", 200, R"({"access_token":"token-1"})");
  traffic.partner.clear();  // nobody knows whose it is
  traffic.post(customers, push(anna), 200);
  EXPECT_FALSE(traffic.done("first-token"));
  EXPECT_TRUE(traffic.done("first-token", "other"));
  EXPECT_FALSE(traffic.done("first-customer", "other"));
}

TEST_F(FeedSteps, ACustomer) {
  for (const int status : {401, 422, 429, 503, 0}) traffic.post(customers, push(anna), status);
  traffic.post(customers, R"({"data":[]})", 200);
  traffic.get(customers, R"({"data":[{"customer_id":"anna"}]})");
  EXPECT_FALSE(traffic.done("first-customer"));
  traffic.post(customers, push(anna), 201);
  EXPECT_TRUE(traffic.done("first-customer"));
}

TEST_F(FeedSteps, AnUpsertThatADeltaSyncBrings) {
  const auto first = traffic.post(customers, push(anna), 200);
  const auto changed = traffic.post(customers, "[" + anna_changed + "]", 200);
  EXPECT_FALSE(traffic.done("customer-upsert"));
  const auto read = traffic.get(customers + "?modified_since=2026-11-25", R"({"data":[{"customer_id":"anna"}]})");
  EXPECT_THAT(traffic.state("customer-upsert").evidence, ElementsAre(first, changed, read));
}

TEST_F(FeedSteps, NoUpsertWithoutAChangeThatWasAccepted) {
  traffic.post(customers, push(anna), 200);
  traffic.post(customers, push(R"({"email":"a@example.com","customer_id":"anna"})"),
               200);  // the same, in another order
  traffic.post(customers, push(anna_changed), 422);
  traffic.post(customers, push(R"({"customer_id":"bob"})"), 200);
  traffic.get(customers + "?modified_since=2026-11-25", R"({"data":[{"customer_id":"anna"},{"customer_id":"bob"}]})");
  EXPECT_FALSE(traffic.done("customer-upsert"));
}

TEST_F(FeedSteps, NoDeltaSyncBeforeTheChangeNorWithoutItsParameterNorOfOthers) {
  const std::string list = R"({"data":[{"customer_id":"anna"}]})";
  traffic.post(customers, push(anna), 200);
  traffic.get(customers + "?modified_since=2026-11-25", list);
  traffic.post(customers, push(anna_changed), 200);
  traffic.get(customers + "?customer_id=anna", list);
  traffic.get(customers + "?modified_since=2026-11-25", R"({"data":[{"customer_id":"bob"}]})");
  traffic.get(customers + "?modified_since=2026-11-25", list, 401);
  EXPECT_FALSE(traffic.done("customer-upsert"));
}

std::string transaction(const std::string &id, const std::string &type, const std::string &status = "approved") {
  return fmt::format(R"({{"transaction_id":"{}","transaction_type":"{}","status":"{}"}})", id, type, status);
}

TEST_F(FeedSteps, ATransactionOfEachType) {
  traffic.post(transactions, push(transaction("1", "deposit") + "," + transaction("2", "withdrawal")), 200);
  traffic.post(transactions, push(transaction("3", "bonus")), 200);
  traffic.post(transactions, push(transaction("4", "adjustment")), 422);
  traffic.post(transactions, push(transaction("5", "bonus")), 200);
  EXPECT_FALSE(traffic.done("transaction-types"));
  const auto last = traffic.post(transactions, push(transaction("4", "adjustment")), 200);
  EXPECT_THAT(traffic.state("transaction-types").evidence, ElementsAre(1, 2, last));
}

TEST_F(FeedSteps, AStatusChangeUnderTheSameId) {
  const auto first = traffic.post(transactions, push(transaction("1", "deposit", "pending")), 200);
  traffic.post(transactions, push(transaction("1", "deposit", "pending")), 200);   // a retry
  traffic.post(transactions, push(transaction("2", "deposit", "approved")), 200);  // another id
  traffic.post(transactions, push(transaction("1", "deposit", "approved")), 422);
  EXPECT_FALSE(traffic.done("status-change"));
  const auto changed = traffic.post(transactions, push(transaction("1", "deposit", "approved")), 200);
  EXPECT_THAT(traffic.state("status-change").evidence, ElementsAre(first, changed));
}

TEST_F(FeedSteps, NoStatusChangeOfARecordThatWasRefused) {
  traffic.post(transactions, push(transaction("1", "deposit", "pending")), 422);
  traffic.post(transactions, push(transaction("1", "deposit", "approved")), 200);
  EXPECT_FALSE(traffic.done("status-change"));
}

std::string day(const std::string &values) {
  return R"({"date":"2026-11-25","customer_id":"anna","game_type":"slots","currency":"EUR",)" + values + "}";
}

TEST_F(FeedSteps, ANegativeGgr) {
  traffic.post(activity, push(day(R"("total_bets":80.25,"wins":80.25)")), 200);
  traffic.post(activity, push(day(R"("total_bets":80.25,"wins":80.250000000000001)")), 422);
  traffic.post(activity, push(day(R"("total_bets":0,"wins":1,"ggr":0)")), 200);
  EXPECT_FALSE(traffic.done("negative-ggr"));
  traffic.post(activity, push(day(R"("total_bets":80.25,"wins":80.250000000000001)")), 200);
  EXPECT_TRUE(traffic.done("negative-ggr"));
}

TEST_F(FeedSteps, ANegativeGgrAsItIsGiven) {
  traffic.post(activity, push(day(R"("ggr":-0.01)")), 200);
  EXPECT_TRUE(traffic.done("negative-ggr"));
}

const std::string morning = R"("bets_count":10,"total_bets":100,"wins":80)",
                  evening = R"("bets_count":25,"total_bets":250.5,"wins":190)";

TEST_F(FeedSteps, AReplacementThatAListBrings) {
  const auto first = traffic.post(activity, push(day(morning)), 200);
  const auto replaced = traffic.post(activity, push(day(evening)), 200);
  EXPECT_FALSE(traffic.done("intra-day-replacement"));
  const auto read = traffic.get(activity + "?customer_id=anna",
                                push(day(R"("wins":190.00,"bets_count":25,"total_bets":250.50,"ggr":60.50)")));
  EXPECT_THAT(traffic.state("intra-day-replacement").evidence, ElementsAre(first, replaced, read));
}

TEST_F(FeedSteps, NoReplacementWhereTheListShowsOtherValuesOrCameBefore) {
  traffic.post(activity, push(day(morning)), 200);
  traffic.get(activity, push(day(morning)));
  traffic.post(activity, push(day(evening)), 0);  // applied, but the operator cannot know
  traffic.post(activity, push(day(evening)), 503);
  traffic.get(activity, push(day(evening)));
  EXPECT_FALSE(traffic.done("intra-day-replacement"));
  traffic.post(activity, push(day(evening)), 200);
  traffic.get(activity, push(day(R"("bets_count":35,"total_bets":350.5,"wins":270)")));  // added up
  EXPECT_FALSE(traffic.done("intra-day-replacement"));
}

TEST_F(FeedSteps, WhatIsDoneStaysDoneWithItsFirstEvidence) {
  const auto first = traffic.post(customers, push(anna), 200);
  traffic.post(customers, push(anna_changed), 200);
  EXPECT_THAT(traffic.state("first-customer").evidence, ElementsAre(first));
}

TEST_F(FeedSteps, GarbageShowsNothing) {
  for (const char *body : {"", "no JSON", "[]", "{}", R"({"data":{}})", R"({"data":[1,null,"x"]})", R"([[[]]])"})
    for (const std::string &path : {customers, transactions, activity, std::string("/oauth/token")}) {
      traffic.post(path, body, 400);
      traffic.get(path, body);
    }
  EXPECT_THAT(traffic.onboarding.progress("acme").at(0).steps, testing::IsEmpty());
}

}  // namespace
}  // namespace pitboss::reference::onboarding
