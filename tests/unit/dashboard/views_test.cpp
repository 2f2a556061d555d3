#include <yaml-cpp/yaml.h>

#include "browser.hpp"
#include "schemas/wire/encoding.hpp"
#include "tests/support/postgres_server.hpp"

/// What the dashboard shows of the contracts' stores, on all engines.
namespace pitboss::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using wire::Json;

const std::string casino = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01";

std::string text(const Json &row, const std::string &name) {
  const Json *member = row.find(name);
  if (member == nullptr) return "(none)";
  return member->string() == nullptr ? wire::to_text(*member) : *member->string();
}

std::vector<std::string> column(const Shown &shown, const std::string &name) {
  std::vector<std::string> values;
  const Json *rows = shown.body.find("rows");
  if (rows == nullptr || rows->array() == nullptr) return {"(no list)", shown.text};
  for (const Json &row : *rows->array()) values.push_back(text(row, name));
  return values;
}

/// A server with a dashboard, its browser, and who calls the contracts.
class Views : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    reference::ServerOptions options = with_dashboard();
    options.store = place();
    server.emplace(options);
    browser.emplace(*server);
    target = YAML::LoadFile(server->target_file().string());
  }
  std::string place() {
    if (GetParam() == "memory") return "memory";
    if (GetParam() == "sqlite") return "sqlite:" + (folder.path() / "t.db").string();
    postgres = std::make_unique<PostgresDatabase>();
    return postgres->url();
  }

  std::string send(const std::string &path, const std::string &headers, const std::string &body) {
    return talk(server->port(), "POST " + path + " HTTP/1.1\r\nHost: t\r\n" + headers +
                                    "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                                    body);
  }
  void movements(const std::string &path, const std::string &body) {
    const std::string key = target["movements"]["api_key"].as<std::string>();
    EXPECT_THAT(send("/tracking/" + path, "X-Api-Key: " + key + "\r\n", body), HasSubstr(" 200 ")) << body;
  }
  void register_player(const std::string &id) {
    movements("client/v1",
              R"({"externalId":")" + id + R"(","revenueOriginId":")" + casino + R"(","clickId":"click-1"})");
  }
  void move(const std::string &id, const std::string &metrics, const std::string &more = {}) {
    movements("client-metric-movement/v1", movement_body(id, metrics, more));
  }
  static std::string movement_body(const std::string &id, const std::string &metrics, const std::string &more) {
    return R"({"externalClientId":")" + id + R"(","revenueOriginId":")" + casino + R"(","metrics":[)" + metrics + "]" +
           more + "}";
  }

  void authenticate_feed() {
    const std::string asked =
        "grant_type=client_credentials&client_id=" + target["feed"]["client_id"].as<std::string>() +
        "&client_secret=" + target["feed"]["client_secret"].as<std::string>();
    const std::string granted = send("/oauth/token", "Content-Type: application/x-www-form-urlencoded\r\n", asked);
    const auto body = wire::parse_json(granted.substr(granted.find("\r\n\r\n") + 4));
    bearer = "Authorization: Bearer " + text(std::get<Json>(body), "access_token") + "\r\n";
  }
  void push(const std::string &what, const std::string &records) {
    if (bearer.empty()) authenticate_feed();
    EXPECT_THAT(
        send("/api/v1/igaming/" + what, bearer + "Content-Type: application/json\r\n", R"({"data":[)" + records + "]}"),
        HasSubstr(" 200 "))
        << records;
  }
  Shown get(const std::string &target_path) { return browser->get("/dashboard/v1/" + target_path); }

  TemporaryFolder folder;
  std::unique_ptr<PostgresDatabase> postgres;
  std::optional<RunningServer> server;
  std::optional<Browser> browser;
  YAML::Node target;
  std::string bearer;
};

std::string update(const std::string &code, const std::string &type, const std::string &value) {
  return R"({"code":")" + code + R"(","type":")" + type + R"(","value":")" + value + R"("})";
}

TEST_P(Views, MovementsAreALogWithAColumnForEveryMetric) {
  register_player("p-1");
  move("p-1", update("ngr", "relative", "50.10"), R"(,"requestId":"r-1")");
  move("p-1", update("ngr", "absolute", "-3"));
  const Shown shown = get("movements");
  EXPECT_EQ(shown.status, 200) << shown.text;
  EXPECT_THAT(column(shown, "external_client_id"), testing::Contains("p-1"));
  const Json &newest = shown.body.find("rows")->array()->front();
  EXPECT_EQ(text(newest, "values"), R"({"ngr":{"type":"absolute","value":"-3"}})");
  EXPECT_EQ(text(newest, "request_id"), "null");
  EXPECT_EQ(text(newest, "brand"), casino);
  std::vector<std::string> codes;
  for (const Json &metric : *shown.body.find("metrics")->array()) codes.push_back(text(metric, "code"));
  EXPECT_THAT(codes, testing::Contains("ngr"));
  EXPECT_THAT(codes, testing::Contains(target["movements"]["metrics"]["archived"][0].as<std::string>()));
}

TEST_P(Views, MovementsAreFilteredAndTurnedOver) {
  for (const char *id : {"p-1", "p-2"}) register_player(id);
  for (int i = 1; i <= 3; ++i) move("p-1", update("ngr", "relative", std::to_string(i)));
  move("p-2", update("ngr", "relative", "1"), R"(,"requestId":"r-2")");
  EXPECT_EQ(text(get("movements?external_client_id=p-1").body, "total"), "3");
  EXPECT_THAT(column(get("movements?request_id=r-2"), "external_client_id"), ElementsAre("p-2"));
  const std::string player = column(get("movements?external_client_id=p-2"), "player_id").at(0);
  EXPECT_EQ(text(get("movements?player_id=" + player).body, "total"), "1");
  EXPECT_THAT(column(get("movements?from=2001-01-01&to=2001-01-31"), "id"), IsEmpty());
  const Shown first = get("movements?external_client_id=p-1&limit=2");
  move("p-1", update("ngr", "relative", "4"));  // after the first page: it moves nothing on the next ones
  const Shown second = get("movements?external_client_id=p-1&limit=2&cursor=" + text(first.body, "next_cursor"));
  EXPECT_THAT(column(second, "values"), ElementsAre(R"({"ngr":{"type":"relative","value":"1"}})"));
  EXPECT_EQ(text(second.body, "next_cursor"), "null");
}

TEST_P(Views, AnOldMovementIsShownWhereTheRangeAsksForIt) {
  const std::string request_id = target["movements"]["old_movement"]["request_id"].as<std::string>();
  const std::string date = target["movements"]["old_movement"]["date"].as<std::string>();
  EXPECT_THAT(column(get("movements?request_id=" + request_id), "id"), IsEmpty()) << "the default is 7 days";
  EXPECT_EQ(column(get("movements?request_id=" + request_id + "&from=" + date + "&to=" + date), "id").size(), 1U);
}

TEST_P(Views, AMovementShowsTheBytesThatCameAndTheBalancesAfterIt) {
  register_player("p-1");
  move("p-1", update("ngr", "relative", "0.1") + "," + update("total-deposits", "absolute", "7"));
  const std::string metrics = update("ngr", "relative", "0.20") + "  ";
  move("p-1", metrics, R"(,"note":"<script>alert('ü')</script>")");
  move("p-1", update("ngr", "relative", "100"));
  const std::vector<std::string> ids = column(get("movements?external_client_id=p-1"), "id");
  const Shown shown = get("movement?id=" + ids.at(1));
  EXPECT_EQ(text(shown.body, "raw_payload"), movement_body("p-1", metrics, R"(,"note":"<script>alert('ü')</script>")"));
  EXPECT_EQ(text(shown.body, "balances"), R"({"ngr":"0.3","total-deposits":"7"})");
  EXPECT_EQ(get("movement?id=none").status, 404);
}

TEST_P(Views, WhatIsAskedForWronglyIsExplained) {
  EXPECT_THAT(get("movements?from=yesterday").message(), HasSubstr("`from` is neither a date"));
  EXPECT_THAT(get("movements?from=2026-02-02&to=2026-02-01").message(), HasSubstr("later"));
  EXPECT_EQ(get("movements?cursor=x").status, 400);
  EXPECT_EQ(get("movement").status, 400);
  EXPECT_EQ(get("wallet/player").status, 400);
  EXPECT_EQ(get("wallet/open-rounds?cursor=1").status, 400);
  EXPECT_EQ(get("feed/customers?cursor=-1").status, 400);
}

TEST_P(Views, PlayersAreShownWithTheirRounds) {
  WalletClient player(*server);
  const std::string id = text(player.authenticate().body, "playerId");
  player.transaction("debit", "R1", "D1", "1.50");
  player.transaction("debit", "R2", "D2", "0.25");
  player.transaction("credit", "R2", "C2", "10000000000000.5", R"(,"roundFinished":true)");
  player.transaction("debit", "R3", "D3", "9");
  player.rollback("R3", "D3");
  const Shown players = get("wallet/players?limit=2");
  EXPECT_EQ(text(players.body, "total"), "4");
  EXPECT_EQ(column(players, "id").size(), 2U);
  EXPECT_EQ(column(get("wallet/players?limit=2&cursor=" + text(players.body, "next_cursor")), "id").size(), 2U);
  const Shown found = get("wallet/players?text=" + id);
  EXPECT_THAT(column(found, "balance"), ElementsAre("10000000009998.75"));
  EXPECT_THAT(column(found, "open_rounds"), ElementsAre("1"));
  EXPECT_THAT(column(get("wallet/players?text=%25"), "id"), IsEmpty()) << "a text, no pattern";

  const Shown shown = get("wallet/player?id=" + id);
  const wire::JsonArray &rounds = *shown.body.find("rounds")->array();
  ASSERT_EQ(rounds.size(), 3U);
  EXPECT_EQ(text(rounds[0], "id"), "R3") << "the newest first";
  EXPECT_EQ(text(rounds[0], "cancelled"), "true");
  EXPECT_EQ(text(rounds[0], "bet"), "0.00");
  EXPECT_EQ(text(rounds[1], "win"), "10000000000000.50");
  EXPECT_EQ(text(rounds[1], "finished"), "true");
  EXPECT_EQ(text(rounds[2], "bet"), "1.50");
  const Json &debit = rounds[2].find("transactions")->array()->front();
  EXPECT_EQ(text(debit, "state"), "applied");
  EXPECT_NE(text(debit, "at"), "null");
  EXPECT_EQ(text(rounds[0].find("transactions")->array()->front(), "state"), "rolled_back");
  EXPECT_EQ(get("wallet/player?id=nobody").status, 404);
}

TEST_P(Views, OpenRoundsAreListedOverAllPlayers) {
  for (std::size_t number : {0U, 1U}) {
    WalletClient player(*server, number);
    player.authenticate();
    player.transaction("debit", "R1", "D1", "1");
    player.transaction("debit", "R2", "D2", "1");
    player.transaction("credit", "R2", "C2", "0", R"(,"roundFinished":true)");
  }
  const Shown first = get("wallet/open-rounds?limit=1");
  EXPECT_THAT(column(first, "id"), ElementsAre("R1"));
  EXPECT_THAT(column(first, "currency"), ElementsAre(Not("")));
  std::string cursor;
  for (const char c : text(first.body, "next_cursor")) cursor += c == '"' ? "%22" : std::string(1, c);
  const Shown second = get("wallet/open-rounds?limit=1&cursor=" + cursor);
  EXPECT_THAT(column(second, "id"), ElementsAre("R1"));
  EXPECT_NE(column(second, "player"), column(first, "player"));
  EXPECT_EQ(text(second.body, "next_cursor"), "null");
}

TEST_P(Views, RecordsOfTheFeedAreShownWithAmountsAsTexts) {
  const std::string affiliate = target["feed"]["affiliate_ids"][0].as<std::string>();
  const auto customer = [&](const std::string &id, const std::string &name) {
    return R"({"customer_id":")" + id + R"(","signup_date":"2026-05-23T11:54:37Z","affiliate_id":")" + affiliate +
           R"(","tracking_data":"t","first_name":")" + name + R"("})";
  };
  push("customers", customer("c-1", "100% <script>") + "," + customer("c-2", "Other"));
  push("transactions",
       R"({"transaction_id":"t-1","customer_id":"c-1","transaction_type":"deposit","amount_currency":0.10,)"
       R"("currency":"EUR","transaction_date":"2026-05-23T11:54:37Z","status":"approved"})");
  push("gaming-activity",
       R"({"date":"2026-05-24","customer_id":"c-1","game_type":"slots","currency":"EUR","bets_count":3,)"
       R"("total_bets":100.50,"wins":140.25,"ngr":-50})");
  EXPECT_THAT(column(get("feed/customers"), "customer_id"), ElementsAre("c-2", "c-1"));
  EXPECT_THAT(column(get("feed/customers?text=100%25%20%3Cscript"), "customer_id"), ElementsAre("c-1"));
  EXPECT_THAT(column(get("feed/customers?text=_ther"), "customer_id"), IsEmpty()) << "a text, no pattern";
  EXPECT_THAT(column(get("feed/customers?text=oTHER"), "customer_id"), ElementsAre("c-2"));
  const Shown page = get("feed/customers?limit=1");
  EXPECT_EQ(text(page.body, "total"), "2");
  EXPECT_THAT(column(get("feed/customers?limit=1&cursor=" + text(page.body, "next_cursor")), "customer_id"),
              ElementsAre("c-1"));
  const Shown transactions = get("feed/transactions?customer_id=c-1&from=2026-05-23&to=2026-05-23");
  EXPECT_THAT(transactions.text, HasSubstr(R"("amount_currency":"0.1")"));
  EXPECT_THAT(column(get("feed/transactions?to=2026-05-22"), "transaction_id"), IsEmpty());
  const Shown activity = get("feed/activity?from=2026-05-24&to=2026-05-24");
  EXPECT_THAT(column(activity, "ggr"), ElementsAre("-39.75"));
  EXPECT_THAT(column(activity, "ngr"), ElementsAre("-50"));
  EXPECT_THAT(activity.text, HasSubstr(R"("bets_count":3)"));
}

TEST_P(Views, ScriptsInEveryFieldComeBackAsJsonAlone) {
  const std::string script = "</script><script>alert(1)</script>";
  register_player(script);
  move(script, update("ngr", "relative", "1"), R"(,"requestId":")" + script + R"(","x":")" + script + "\"");
  const std::string affiliate = target["feed"]["affiliate_ids"][0].as<std::string>();
  push("customers", R"({"customer_id":")" + script + R"(","signup_date":"2026-05-23T11:54:37Z","affiliate_id":")" +
                        affiliate + R"(","tracking_data":")" + script + R"(","first_name":")" + script + R"("})");
  WalletClient player(*server);
  const std::string id = text(player.authenticate().body, "playerId");
  EXPECT_EQ(player.transaction("debit", script, script, "1").status, 400)
      << "ids of the wallet have no such characters";
  const std::string movement = column(get("movements?limit=1"), "id").at(0);
  for (const std::string &path :
       {std::string("movements"), "movement?id=" + movement, std::string("feed/customers"), "wallet/player?id=" + id,
        std::string("wallet/open-rounds"), std::string("exchanges"), std::string("overview"), "movement?id=" + script,
        std::string("movements?from=<script>")}) {
    const Shown shown = get(path);
    EXPECT_EQ(shown.header("Content-Type"), "application/json") << path;
    EXPECT_EQ(shown.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_NE(shown.body.object(), nullptr) << path;
  }
  EXPECT_THAT(column(get("movements"), "external_client_id"), testing::Contains(script));
  EXPECT_THAT(column(get("feed/customers"), "first_name"), ElementsAre(script));
}

INSTANTIATE_TEST_SUITE_P(Stores, Views, testing::Values("memory", "sqlite", "postgresql"),
                         [](const auto &engine) { return engine.param; });

}  // namespace
}  // namespace pitboss::test
