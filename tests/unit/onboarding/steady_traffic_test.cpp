#include "reference_impl/onboarding/steady_traffic.hpp"

#include "traffic.hpp"

/// The last step: a clean run, then 60 seconds of traffic.
namespace pitboss::reference::onboarding {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Requests from `begin` on, one each `gap`; the number of the one that completed the stretch, 0: none did.
std::size_t first_steady(SteadyTraffic &traffic, std::size_t requests, milliseconds gap, wire::TimePoint begin) {
  for (std::size_t n = 1; n <= requests; ++n)
    if (traffic.see(begin + gap * (n - 1), n, true)) return n;
  return 0;
}

const wire::TimePoint noon = wire::parse_date_time("2026-11-25T12:00:00Z").value();

TEST(SteadyTraffic, TenASecondForAMinute) {
  SteadyTraffic traffic;
  EXPECT_EQ(first_steady(traffic, 2000, milliseconds(100), noon), 601U);
  EXPECT_THAT(traffic.evidence(), testing::ElementsAre(1, 600));
}

TEST(SteadyTraffic, BeginsInTheMiddleOfASecond) {
  SteadyTraffic traffic;
  EXPECT_EQ(first_steady(traffic, 2000, milliseconds(100), noon + milliseconds(550)), 606U);
}

TEST(SteadyTraffic, NotSlowerThanThat) {
  SteadyTraffic traffic;
  EXPECT_EQ(first_steady(traffic, 2000, milliseconds(102), noon), 0U);
}

TEST(SteadyTraffic, NoBurst) {
  SteadyTraffic traffic;
  EXPECT_EQ(first_steady(traffic, 5000, milliseconds(1), noon), 0U);
  EXPECT_FALSE(traffic.see(noon + seconds(60), 5001, true));  // 5000 requests, all of them in the first five seconds
}

TEST(SteadyTraffic, AFailureBeginsItAnew) {
  SteadyTraffic traffic;
  EXPECT_EQ(first_steady(traffic, 590, milliseconds(100), noon), 0U);
  EXPECT_FALSE(traffic.see(noon + seconds(59), 591, false));
  EXPECT_EQ(first_steady(traffic, 600, milliseconds(100), noon + seconds(60)), 0U);
  EXPECT_TRUE(traffic.see(noon + seconds(120), 601, true));
}

TEST(SteadyTraffic, APauseIsNoTraffic) {
  SteadyTraffic traffic;
  EXPECT_EQ(first_steady(traffic, 300, milliseconds(100), noon), 0U);
  EXPECT_EQ(first_steady(traffic, 300, milliseconds(100), noon + seconds(45)), 0U);
  EXPECT_FALSE(traffic.see(noon + seconds(75), 601, true));
}

TEST(SteadyTraffic, ATimeThatGoesBackIsTakenForNow) {
  SteadyTraffic traffic;
  for (std::size_t n = 2; n <= 605; ++n)
    EXPECT_FALSE(traffic.see(noon + milliseconds(99) * (n % 2 == 0 ? n - 2 : n), n, true));
  EXPECT_TRUE(traffic.see(noon + seconds(60), 606, true));
}

// ---- Together with runs

class LastStep : public testing::Test {
 protected:
  void send_for_a_minute(int status = 200) {
    for (int n = 0; n <= 620; ++n)
      traffic_.get("/api/v1/igaming/customers", R"({"data":[]})", n % 300 == 0 ? status : 200);
  }
  bool see_run(bool clean, const std::string &partner = "acme", const std::string &contract = "feed") {
    return traffic_.onboarding.see({.id = std::to_string(++runs_),
                                    .contract = contract,
                                    .partner = partner,
                                    .finished_at = traffic_.now,
                                    .clean = clean});
  }
  [[nodiscard]] bool done() const { return traffic_.done("steady-traffic"); }

  Traffic traffic_{"feed"};
  int runs_ = 0;
};

TEST_F(LastStep, ACleanRunThenTraffic) {
  EXPECT_TRUE(see_run(true));
  EXPECT_TRUE(traffic_.onboarding.has_clean_run("feed", "acme"));
  send_for_a_minute();
  EXPECT_TRUE(done());
}

TEST_F(LastStep, NotWithoutARun) {
  send_for_a_minute();
  EXPECT_FALSE(done());
}

TEST_F(LastStep, NotByTrafficBeforeTheRun) {
  send_for_a_minute();
  EXPECT_TRUE(see_run(true));
  traffic_.get("/api/v1/igaming/customers", "{}");
  EXPECT_FALSE(done());
  send_for_a_minute();
  EXPECT_TRUE(done());
}

TEST_F(LastStep, NotByTheRunOfAnotherPartnerOrContract) {
  see_run(true, "other");
  see_run(true, "acme", "wallet");
  send_for_a_minute();
  EXPECT_FALSE(done());
}

TEST_F(LastStep, NotAfterARunThatFailed) {
  EXPECT_TRUE(see_run(true));
  traffic_.now += seconds(1);
  EXPECT_TRUE(see_run(false));
  send_for_a_minute();
  EXPECT_FALSE(done());
  EXPECT_TRUE(see_run(true));
  send_for_a_minute();
  EXPECT_TRUE(done());
}

TEST_F(LastStep, NotWithA429OrA422OrALostReply) {
  see_run(true);
  for (const int status : {429, 422, 0}) send_for_a_minute(status);
  EXPECT_FALSE(done());
}

TEST_F(LastStep, AnOlderRunThatIsFoundLateChangesNothing) {
  EXPECT_TRUE(see_run(true));
  EXPECT_FALSE(traffic_.onboarding.see(
      {.id = "old", .contract = "feed", .partner = "acme", .finished_at = traffic_.now - seconds(10), .clean = false}));
  send_for_a_minute();
  EXPECT_TRUE(done());
}

TEST(LastStepOfTheWallet, WantOfFundsIsNoFailure) {
  Traffic traffic("wallet");
  traffic.onboarding.see(
      {.id = "1", .contract = "wallet", .partner = "acme", .finished_at = traffic.now, .clean = true});
  for (int n = 0; n <= 620; ++n)
    traffic.post("/v1/transaction", R"({"transactionType":"debit"})", n % 5 == 0 ? 200 : 400,
                 R"({"error":{"code":"INSUFFICIENT_FUNDS"}})");
  EXPECT_TRUE(traffic.done("steady-traffic"));
}

TEST(LastStepOfMovements, ADuplicateIsNoFailure) {
  Traffic traffic("movements");
  traffic.onboarding.see(
      {.id = "1", .contract = "movements", .partner = "acme", .finished_at = traffic.now, .clean = true});
  for (int n = 0; n <= 620; ++n)
    traffic.post("/tracking/client-metric-movement/v1", "{}", n % 2 == 0 ? 200 : 409,
                 R"({"error":{"message":"duplicate metric movement request"}})");
  EXPECT_TRUE(traffic.done("steady-traffic"));
}

}  // namespace
}  // namespace pitboss::reference::onboarding
