// What the referee says of an operator that feeds an affiliate platform: kept and broken.
#include <fmt/format.h>

#include "tests/unit/referee/journal_builder.hpp"

namespace pitboss::referee {
namespace {

class Feed : public JournalBuilder {
 public:
  Feed() : JournalBuilder("feed") {}

  journal::Exchange &push(const std::string &what, const std::string &records, int status = 200,
                          const std::string &reply = "{}") {
    return add("/api/v1/igaming/" + what, "{\"data\":[" + records + "]}", status, reply);
  }
  journal::Exchange &customer(const std::string &id, const std::string &email = "a@b.example", int status = 200) {
    return push("customers", fmt::format(R"({{"customer_id":"{}","email":"{}"}})", id, email), status);
  }
  static std::string transaction(const std::string &id, const std::string &status = "approved",
                                 const std::string &more = "", const std::string &date = "2026-11-20T00:00:00Z") {
    return fmt::format(R"({{"transaction_id":"{}","customer_id":"C","transaction_type":"deposit","amount_currency":5,)"
                       R"("currency":"EUR","transaction_date":"{}","status":"{}"{}}})",
                       id, date, status, more);
  }
  static std::string day(const std::string &date, int bets, const std::string &more = R"(,"wins":1)",
                         const std::string &game = "slots") {
    return fmt::format(R"({{"date":"{}","customer_id":"C","game_type":"{}","currency":"EUR","bets_count":{},)"
                       R"("total_bets":{}.5{}}})",
                       date, game, bets, bets, more);
  }
  void get_token(const std::string &name, int lifetime) {
    add("/oauth/token", "grant_type=client_credentials", 200,
        fmt::format(R"({{"access_token":"{}","expires_in":{}}})", name, lifetime));
    token = name;
  }
};

TEST(FeedClient, TokensAreRenewed) {
  Feed feed;
  feed.get_token("token-1", 10);
  feed.customer("C");
  EXPECT_EQ(feed.verdict("token-renewed"), "not observed");
  feed.wait(std::chrono::seconds(9));
  feed.get_token("token-2", 10);
  feed.customer("C");
  EXPECT_EQ(feed.verdict("token-renewed"), "not observed") << "the first one has not expired";
  feed.wait(std::chrono::seconds(2));
  feed.customer("C");
  EXPECT_EQ(feed.verdict("token-renewed"), "kept");
  feed.wait(std::chrono::seconds(12));
  feed.customer("C");
  EXPECT_EQ(feed.verdict("token-renewed"), "broken");
}

TEST(FeedClient, ATokenThatIsUsedUntilItIsRefusedIsNotRenewedInTime) {
  Feed feed;
  feed.get_token("token-1", 10);
  feed.wait(std::chrono::seconds(10));
  feed.customer("C", "", 401);
  feed.get_token("token-2", 10);
  feed.customer("C");
  EXPECT_EQ(feed.verdict("token-renewed"), "broken");
  EXPECT_EQ(feed.verdict("refused-token-dropped"), "kept");
}

TEST(FeedClient, ARefusedTokenIsDroppedAtOnceOnItsConnection) {
  for (const std::uint64_t connection : {1U, 2U}) {
    Feed feed;
    feed.customer("C", "", 401).connection = 1;
    feed.customer("C", "", 401).connection = connection;  // 100 ms later
    EXPECT_EQ(feed.verdict("refused-token-dropped"), connection == 1 ? "broken" : "not observed");
  }
}

TEST(FeedClient, ACustomerKeepsItsIdThoughAllElseChanges) {
  Feed feed;
  feed.push("customers", R"({"customer_id":"C","email":"z@y.example","kyc_status_id":1})");
  feed.push("customers", R"({"customer_id":"Cr","email":"z@y.example","kyc_status_id":2})", 0);
  EXPECT_EQ(feed.verdict("stable-ids"), "broken");
}

TEST(FeedClient, ARefusedTokenIsDropped) {
  Feed feed;
  feed.customer("C", "", 401);
  EXPECT_EQ(feed.verdict("refused-token-dropped"), "not observed");
  feed.wait(std::chrono::seconds(1));
  feed.token = "token-2";
  feed.customer("C");
  EXPECT_EQ(feed.verdict("refused-token-dropped"), "kept");
  feed.token = "token-1";
  feed.customer("C");
  EXPECT_EQ(feed.verdict("refused-token-dropped"), "broken");
}

TEST(FeedClient, RetryAfterIsHonouredInBothForms) {
  for (const char *value : {"3", "Wed, 25 Nov 2026 12:00:03 GMT"}) {
    for (const int wait : {1000, 3100}) {
      Feed feed;
      feed.customer("C", "", 429).reply->headers = {{"Retry-After", value}};
      feed.wait(std::chrono::milliseconds(wait));
      feed.customer("C");
      EXPECT_EQ(feed.verdict("retry-after"), wait > 3000 ? "kept" : "broken") << value;
    }
  }
}

TEST(FeedClient, AnotherTokenIsNotHeldBack) {
  Feed feed;
  feed.customer("C", "", 429).reply->headers = {{"Retry-After", "3"}};
  feed.wait(std::chrono::seconds(1));
  feed.token = "token-2";
  feed.customer("C");
  EXPECT_NE(feed.verdict("retry-after"), "broken");
}

TEST(FeedClient, AtMostAThousandRequestsAMinute) {
  for (const int count : {1000, 1001}) {
    Feed feed;
    for (int n = 0; n < count; ++n) {
      feed.customer("C");
      feed.now -= std::chrono::milliseconds(60);  // 40 ms apart
    }
    EXPECT_EQ(feed.verdict("rate"), count > 1000 ? "broken" : "kept");
  }
}

TEST(FeedClient, AtMostAThousandRecords) {
  for (const int count : {1000, 1001}) {
    Feed feed;
    std::string records;
    for (int n = 0; n < count; ++n) records += fmt::format(R"({}{{"customer_id":"C{}"}})", n == 0 ? "" : ",", n);
    feed.push("customers", records);
    EXPECT_EQ(feed.verdict("batch-size"), count > 1000 ? "broken" : "kept");
  }
}

TEST(FeedClient, CustomersComeFirst) {
  Feed feed;
  feed.customer("C");
  feed.push("transactions", Feed::transaction("T1"));
  EXPECT_EQ(feed.verdict("customers-first"), "kept");
  feed.push("gaming-activity", R"({"date":"2026-11-24","customer_id":"D","game_type":"slots","currency":"EUR"})", 422,
            R"({"errors":[{"index":0,"field":"customer_id","code":"unknown"}]})");
  EXPECT_EQ(feed.verdict("customers-first"), "broken");
}

TEST(FeedClient, ACustomerWhoWasNotAcceptedIsNotThere) {
  Feed feed;
  feed.customer("C", "", 500);
  feed.push("transactions", Feed::transaction("T1"), 0);
  EXPECT_EQ(feed.verdict("customers-first"), "broken");
}

TEST(FeedClient, IdsAreStable) {
  Feed feed;
  feed.push("transactions", Feed::transaction("T1"), 0);
  feed.push("transactions", Feed::transaction("T1"));
  EXPECT_EQ(feed.verdict("stable-ids"), "kept");
  feed.customer("C", "x@y.example");
  feed.customer("C2", "x@y.example");
  EXPECT_EQ(feed.verdict("stable-ids"), "broken");
}

TEST(FeedClient, APushInDoubtKeepsItsIds) {
  Feed feed;
  feed.push("transactions", Feed::transaction("T1"), 0);
  feed.push("transactions", Feed::transaction("T2"));
  EXPECT_EQ(feed.verdict("stable-ids"), "broken");
}

TEST(FeedClient, TwoEqualDepositsOfOneSecondArePossible) {
  Feed feed;
  feed.push("transactions", Feed::transaction("T1"));
  feed.push("transactions", Feed::transaction("T2"));
  EXPECT_NE(feed.verdict("stable-ids"), "broken");
}

TEST(FeedClient, BonusesAreRecordsOfTheirOwn) {
  Feed feed;
  feed.push("transactions", R"({"transaction_id":"B","transaction_type":"bonus","amount_currency":1})");
  EXPECT_EQ(feed.verdict("bonuses-apart"), "kept");
  feed.push("transactions", Feed::transaction("T1", "approved", R"(,"bonus_amount":1)"));
  EXPECT_EQ(feed.verdict("bonuses-apart"), "broken");
}

TEST(FeedClient, AStatusChangesUnderItsId) {
  Feed feed;
  feed.push("transactions", Feed::transaction("T1", "pending"));
  feed.push("transactions", Feed::transaction("T1", "approved"));
  EXPECT_EQ(feed.verdict("status-same-id"), "kept");
  Feed other;
  other.push("transactions", Feed::transaction("T1", "pending"));
  other.push("transactions", Feed::transaction("T2", "approved"));
  EXPECT_EQ(other.verdict("status-same-id"), "broken");
}

TEST(FeedClient, OneActivityRecordForEachKey) {
  Feed feed;
  feed.push("gaming-activity", Feed::day("2026-11-24", 5) + "," + Feed::day("2026-11-24", 5, "", "bingo"));
  EXPECT_EQ(feed.verdict("activity-one-record"), "kept");
  feed.push("gaming-activity", Feed::day("2026-11-24", 5) + "," + Feed::day("2026-11-24", 6));
  EXPECT_EQ(feed.verdict("activity-one-record"), "broken");
}

TEST(FeedClient, ADayIsSentAgainWhole) {
  Feed feed;
  feed.push("gaming-activity", Feed::day("2026-11-24", 5));
  EXPECT_EQ(feed.verdict("activity-whole"), "not observed");
  feed.push("gaming-activity", Feed::day("2026-11-24", 9));
  EXPECT_EQ(feed.verdict("activity-whole"), "kept");
  feed.push("gaming-activity", Feed::day("2026-11-24", 11, ""));
  EXPECT_EQ(feed.verdict("activity-whole"), "broken") << "without wins";
}

TEST(FeedClient, IncrementsAreNoDays) {
  Feed feed;
  for (const char *date : {"2026-11-22", "2026-11-23"})
    for (const int bets : {9, 4}) feed.push("gaming-activity", Feed::day(date, bets));
  EXPECT_EQ(feed.verdict("activity-whole"), "broken");
  Feed corrected;
  for (const int bets : {9, 8}) corrected.push("gaming-activity", Feed::day("2026-11-22", bets));
  EXPECT_EQ(corrected.verdict("activity-whole"), "kept") << "a correction";
}

TEST(FeedClient, ADayIsDeliveredBySix) {
  for (const int hour : {5, 7}) {
    Feed feed;
    feed.push("gaming-activity", Feed::day("2026-11-20", 5));  // history
    feed.wait(std::chrono::hours(12 + hour));                  // the journal began at noon
    feed.push("gaming-activity", Feed::day("2026-11-25", 5));
    EXPECT_EQ(feed.verdict("day-by-six"), hour < 6 ? "kept" : "broken");
  }
}

TEST(FeedClient, ADayThatWasSentBeforeItsEndIsDelivered) {
  Feed feed;
  feed.push("gaming-activity", Feed::day("2026-11-25", 5));
  EXPECT_EQ(feed.verdict("day-by-six"), "not observed") << "the day has not ended";
  feed.wait(std::chrono::hours(13));
  feed.push("gaming-activity", Feed::day("2026-11-26", 5));
  EXPECT_EQ(feed.verdict("day-by-six"), "kept");
}

TEST(FeedClient, TransactionsComeWithinFiveMinutes) {
  for (const int minutes : {4, 6}) {
    Feed feed;
    feed.push("transactions", Feed::transaction("T0"));  // history
    EXPECT_EQ(feed.verdict("within-five-minutes"), "not observed");
    feed.wait(std::chrono::minutes(minutes));
    feed.push("transactions", Feed::transaction("T1", "approved", "", "2026-11-25T12:00:00Z"));
    EXPECT_EQ(feed.verdict("within-five-minutes"), minutes < 5 ? "kept" : "broken");
  }
}

TEST(FeedClient, WhatWasRefusedIsNotSentAgain) {
  Feed feed;
  feed.push("transactions", Feed::transaction("T1"), 422, R"({"errors":[{"index":0,"field":"currency"}]})");
  EXPECT_EQ(feed.verdict("refused-not-resent"), "kept");
  feed.push("transactions", Feed::transaction("T1"));
  EXPECT_EQ(feed.verdict("refused-not-resent"), "broken");
}

TEST(FeedClient, OnceTheCustomerIsThereItMayBeSentAgain) {
  Feed feed;
  feed.push("transactions", Feed::transaction("T1"), 422, R"({"errors":[{"index":0,"field":"customer_id"}]})");
  feed.customer("C");
  feed.push("transactions", Feed::transaction("T1"));
  EXPECT_EQ(feed.verdict("refused-not-resent"), "kept");
}

}  // namespace
}  // namespace pitboss::referee
