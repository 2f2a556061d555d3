#include "browser.hpp"
#include "reference_impl/dashboard/problem.hpp"
#include "reference_impl/dashboard/recorder/recorder.hpp"

/// What the dashboard shows of the traffic.
namespace pitboss::test {
namespace {

using reference::dashboard::ExchangeFilter;
using reference::dashboard::Problem;
using reference::dashboard::Ring;
using reference::dashboard::Seen;
using reference::dashboard::Traffic;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string text(const wire::Json &row, const std::string &name) {
  const wire::Json *member = row.find(name);
  if (member == nullptr) return "(none)";
  return member->string() == nullptr ? wire::to_text(*member) : *member->string();
}

/// One member of each row.
std::vector<std::string> column(const wire::Json &list, const std::string &name) {
  std::vector<std::string> values;
  const wire::Json *rows = list.find("rows");
  if (rows == nullptr || rows->array() == nullptr) return {"(no list)"};
  for (const wire::Json &row : *rows->array()) values.push_back(text(row, name));
  return values;
}

TEST(DashboardTraffic, AnExchangeIsShownWithoutItsSecrets) {
  const RunningServer server(with_dashboard());
  WalletClient player(server);
  const Answered authenticated = player.authenticate();
  const std::string launch_token = *authenticated.body.find("playerToken")->string();
  player.transaction("debit", "R", "D", "1.50");
  Browser browser(server);
  const Shown list = browser.get("/dashboard/v1/exchanges");
  EXPECT_THAT(column(list.body, "call"), ElementsAre("debit", "authenticate"));
  EXPECT_THAT(column(list.body, "contract"), ElementsAre("wallet", "wallet"));
  EXPECT_THAT(column(list.body, "status"), ElementsAre("200", "200"));
  EXPECT_THAT(column(list.body, "partner"), ElementsAre("gameprovider", "gameprovider"));
  EXPECT_EQ(text(list.body, "total"), "2");
  EXPECT_EQ(text(list.body, "next_cursor"), "null");
  const Shown shown = browser.get("/dashboard/v1/exchange?id=" + column(list.body, "id")[0]);
  EXPECT_THAT(text(*shown.body.find("request"), "body"), HasSubstr(R"("amount":1.50)"));
  for (const std::string &id : column(list.body, "id")) {
    const std::string all = browser.get("/dashboard/v1/exchange?id=" + id).text;
    EXPECT_THAT(all, Not(HasSubstr(player.token)));
    EXPECT_THAT(all, Not(HasSubstr(launch_token)));
    EXPECT_THAT(all, HasSubstr("token-"));
  }
}

TEST(DashboardTraffic, FiltersAndPages) {
  const RunningServer server(with_dashboard());
  WalletClient player(server);
  player.authenticate();
  player.balance();
  player.transaction("debit", "R", "D", "1");
  player.transaction("debit", "R2", "D2", "99999999");
  Browser browser(server);
  const auto calls = [&](const std::string &query) {
    return column(browser.get("/dashboard/v1/exchanges?" + query).body, "call");
  };
  EXPECT_THAT(calls("call=balance"), ElementsAre("balance"));
  EXPECT_THAT(calls("status=4xx"), ElementsAre("debit"));
  EXPECT_THAT(calls("status=400"), ElementsAre("debit"));
  EXPECT_THAT(calls("status=400&contract=feed"), ElementsAre());
  EXPECT_THAT(calls("partner=gameprovider&limit=2"), ElementsAre("debit", "debit"));
  EXPECT_THAT(calls("text=INSUFFICIENT_funds"), ElementsAre("debit"));
  const Shown first = browser.get("/dashboard/v1/exchanges?limit=3");
  EXPECT_EQ(text(first.body, "total"), "4");
  EXPECT_THAT(calls("limit=3&cursor=" + text(first.body, "next_cursor")), ElementsAre("authenticate"));
}

TEST(DashboardTraffic, WhatIsAskedForWronglyIsExplained) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  const auto refused = [&](const std::string &target) {
    const Shown shown = browser.get("/dashboard/v1/" + target);
    return std::to_string(shown.status) + " " + shown.message();
  };
  EXPECT_THAT(refused("exchanges?limit=0"), HasSubstr("400 `limit` must be a whole number from 1 to 200"));
  EXPECT_THAT(refused("exchanges?status=4x"), HasSubstr("400 `status`"));
  EXPECT_THAT(refused("exchanges?cursor=x"), HasSubstr("400 `cursor`"));
  EXPECT_THAT(refused("exchange"), HasSubstr("400 the query lacks `id`"));
  EXPECT_THAT(refused("exchange?id=7"), HasSubstr("404"));
  EXPECT_THAT(refused("traffic?seconds=0"), HasSubstr("400 `seconds`"));
}

TEST(DashboardTraffic, ScriptsInEveryFieldComeBackAsJsonAlone) {
  const RunningServer server(with_dashboard());
  const std::string script = "</script><script>alert(1)</script>";
  const std::string body = R"({"provider":"</script><script>alert(1)</script>"})";
  talk(server.port(),
       "POST /v1/balance/<script>?q=<script> HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Note: " + script +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  Browser browser(server);
  for (const char *target : {"/dashboard/v1/exchanges", "/dashboard/v1/exchange?id=1"}) {
    const Shown shown = browser.get(target);
    EXPECT_EQ(shown.header("Content-Type"), "application/json");
    EXPECT_EQ(shown.header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(shown.header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_NE(shown.body.object(), nullptr);
  }
  EXPECT_EQ(text(*browser.get("/dashboard/v1/exchange?id=1").body.find("request"), "body"), body);
}

TEST(DashboardTraffic, OverviewSaysWhatRuns) {
  reference::ServerOptions options = with_dashboard();
  options.faults = {"overdraft-accepted"};
  const RunningServer server(options);
  const Shown shown = Browser(server).get("/dashboard/v1/overview");
  EXPECT_EQ(text(shown.body, "store"), "memory");
  EXPECT_EQ(text(shown.body, "contracts"), R"(["wallet","feed","movements"])");
  EXPECT_EQ(text(shown.body, "faults_on"), R"(["overdraft-accepted"])");
  EXPECT_EQ(text(shown.body, "needs_key"), "false");
  EXPECT_EQ(text(shown.body, "base_url"), "http://127.0.0.1:" + std::to_string(server.port()));
}

Seen seen(std::uint64_t id, const std::string &body = {}) {
  Seen made;
  made.id = id;
  made.exchange.body = body;
  return made;
}

TEST(DashboardRing, KeepsTheLastThatHaveRoom) {
  Ring ring({.exchanges = 3, .bytes = 1'000'000, .body_bytes = 100});
  for (std::uint64_t id = 1; id <= 5; ++id) ring.add(seen(id));
  EXPECT_EQ(ring.oldest(), 3U);
  EXPECT_EQ(ring.find(2), nullptr);
  EXPECT_EQ(ring.find(6), nullptr);
  ASSERT_NE(ring.find(4), nullptr);
  EXPECT_EQ(ring.find(4)->id, 4U);
  EXPECT_EQ(ring.list({}, 5, 1).rows.at(0)->id, 4U);
  EXPECT_TRUE(ring.list({}, 5, 1).more);
}

TEST(DashboardRing, CutsLongBodiesAndForgetsWhatNeedsTooMuch) {
  Ring ring({.exchanges = 100, .bytes = 20'000, .body_bytes = 5'001});
  for (std::uint64_t id = 1; id <= 9; ++id) ring.add(seen(id, std::string(4'999, 'x') + "äöü"));
  EXPECT_EQ(ring.list({}, std::nullopt, 100).total, 3U);
  EXPECT_THAT(ring.find(9)->exchange.body, testing::EndsWith("xä… (cut)")) << "no character is cut in two";
}

TEST(DashboardRing, ATextIsFoundInAnyCase) {
  Ring ring({});
  ring.add(seen(1, "Some Body"));
  EXPECT_EQ(ring.list({.text = "sOmE b"}, std::nullopt, 9).total, 1U);
  EXPECT_EQ(ring.list({.text = "nobody"}, std::nullopt, 9).total, 0U);
}

TEST(DashboardTicks, CountASecondAndItsPercentiles) {
  Traffic traffic;
  for (int i = 1; i <= 200; ++i) traffic.add(i % 2 == 0 ? "wallet" : "feed", i == 200 ? 500 : 200, i);
  const wire::Json tick = traffic.tick(wire::TimePoint{});
  EXPECT_EQ(wire::to_text(tick),
            R"({"at":"1970-01-01T00:00:00.000Z","requests":200,"by_contract":{"feed":100,"wallet":100},)"
            R"("by_status":{"200":199,"500":1},"p50_us":100,"p99_us":198,"max_us":200})");
  EXPECT_THAT(wire::to_text(traffic.tick(wire::TimePoint{})), HasSubstr(R"("requests":0)"));
  EXPECT_EQ(traffic.last(1).array()->size(), 1U);
  EXPECT_EQ(traffic.last(9).array()->size(), 2U);
}

}  // namespace
}  // namespace pitboss::test
