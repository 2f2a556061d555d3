#include <cstdio>

#include "reference_impl/sandbox/access.hpp"
#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/schema_check.hpp"
#include "wallet_client.hpp"

/// The sandbox of the reference server, as a tester uses it.
namespace pitboss::reference::sandbox {
namespace {

using test::Answered;
using test::RunningServer;
using test::WalletClient;
using testing::HasSubstr;
using testing::Not;

constexpr const char *players = "/sandbox/v1/players";
constexpr const char *top_up = "/sandbox/v1/players/top-up";
const std::string tester = R"({"playerId":"tester-1","currency":"eur","balance":250.5,)"
                           R"("freeGames":[{"instanceId":7,"offerId":8,"rounds":2}]})";

ServerOptions with_sandbox(const std::string &key = {}) {
  ServerOptions options;
  options.sandbox = {.enabled = true, .key = key};
  return options;
}

std::string bearer(const std::string &key) {
  return "Authorization: Bearer " + key + "\r\n";
}

std::string member(const Answered &answered, const std::string &name) {
  const wire::Json *value = answered.body.find(name);
  return value == nullptr || value->string() == nullptr ? std::string() : *value->string();
}

/// The pointers of the faults in a refusal, in their order.
std::vector<std::string> pointers(const Answered &answered) {
  std::vector<std::string> found;
  const wire::Json *error = answered.body.find("error");
  const wire::Json *details = error == nullptr ? nullptr : error->find("details");
  if (details == nullptr) return found;
  for (const wire::Json &detail : *details->array()) found.push_back(*detail.find("pointer")->string());
  return found;
}

bool is_as_published(const Answered &answered, const std::string &schema) {
  return files::find_faults(answered.body, *catalogue::contract_file("schemas/sandbox/" + schema + ".json")).empty();
}

TEST(Sandbox, IsOffUnlessAskedFor) {
  const RunningServer server;
  WalletClient client(server);
  EXPECT_EQ(client.call(players, tester).status, 404);
  EXPECT_EQ(client.call(top_up, R"({"playerId":"player-0001","amount":1})").status, 404);
  EXPECT_EQ(client.authenticate().balance(), "10000.00");
}

TEST(Sandbox, ACreatedPlayerPlays) {
  const RunningServer server(with_sandbox());
  WalletClient client(server);
  const Answered created = client.call(players, tester);
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.balance(), "250.50");
  EXPECT_TRUE(is_as_published(created, "create-player.response"));
  client.become(member(created, "launchToken"));
  const Answered authenticated = client.authenticate();
  EXPECT_EQ(member(authenticated, "playerId"), "tester-1");
  EXPECT_EQ(authenticated.balance(), "250.50");
  EXPECT_EQ(client.transaction("debit", "R", "D", "0.501").balance(), "249.999");
  EXPECT_EQ(client.transaction("credit", "R", "C", "1", R"(,"roundFinished":true)").balance(), "250.999");
  const std::string free_game = R"(,"freeGameInfo":{"instanceId":7,"offerId":8})";
  EXPECT_EQ(client.transaction("debit", "F1", "D", "0", free_game).status, 200);
  EXPECT_EQ(client.transaction("debit", "F2", "D", "0", free_game).status, 200);
  EXPECT_EQ(client.transaction("debit", "F3", "D", "0", free_game).status, 400) << "both rounds are used";
}

TEST(Sandbox, GivesAFreshIdAndTheCurrencyAskedFor) {
  const RunningServer server(with_sandbox());
  WalletClient client(server);
  const std::string body = R"({"currency":"jpy","currencyTruncation":0,"balance":5000})";
  const Answered first = client.call(players, body);
  const Answered second = client.call(players, body);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_NE(member(first, "playerId"), member(second, "playerId"));
  client.become(member(first, "launchToken"));
  const Answered authenticated = client.authenticate();
  EXPECT_EQ(*authenticated.body.find("balanceInfo")->find("currency")->string(), "jpy");
  EXPECT_EQ(authenticated.balance(), "5000");
}

TEST(Sandbox, CreatesAPlayerOnce) {
  const RunningServer server(with_sandbox());
  WalletClient client(server);
  const Answered created = client.call(players, tester);
  const Answered again = client.call(players, R"({"playerId":"tester-1","currency":"usd","balance":1})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.code(), "PLAYER_EXISTS");
  EXPECT_TRUE(is_as_published(again, "error.response"));
  client.become(member(created, "launchToken"));
  EXPECT_EQ(client.authenticate().balance(), "250.50");
}

TEST(Sandbox, TopsUpExactly) {
  const RunningServer server(with_sandbox());
  WalletClient client(server);
  client.call(players, R"({"playerId":"rich","currency":"eur","balance":10000000000000.1})");
  const Answered answered = client.call(top_up, R"({"playerId":"rich","amount":0.0000000000000002})");
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.balance(), "10000000000000.1000000000000002");
  EXPECT_TRUE(is_as_published(answered, "top-up.response"));
  const Answered unknown = client.call(top_up, R"({"playerId":"nobody","amount":1})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.code(), "PLAYER_NOT_FOUND");
  for (const char *amount : {"0", "-1", "\"1\"", "0.1234567890123456", "1e30", "null"}) {
    const Answered refused = client.call(top_up, std::string(R"({"playerId":"rich","amount":)") + amount + "}");
    EXPECT_EQ(refused.status, 400) << amount;
    EXPECT_THAT(pointers(refused), testing::Contains("/amount")) << amount;
  }
  EXPECT_EQ(client.call(top_up, R"({"playerId":"rich","amount":1})").balance(), "10000000000001.1000000000000002");
}

TEST(Sandbox, NamesEveryFaultOfABody) {
  const RunningServer server(with_sandbox());
  WalletClient client(server);
  const Answered answered = client.call(
      players,
      R"({"playerId":"a b","currency":"xyz","balance":-1,"freeGames":[)"
      R"({"instanceId":0,"offerId":1,"rounds":1.5,"game":"chess"},)"
      R"({"instanceId":2,"offerId":1,"rounds":1,"endsAt":"soon"},)"
      R"({"instanceId":2,"offerId":1,"rounds":1,"startsAt":"2026-01-02T00:00:00Z","endsAt":"2026-01-01T00:00:00Z"}]})");
  EXPECT_EQ(answered.status, 400);
  EXPECT_TRUE(is_as_published(answered, "error.response"));
  EXPECT_THAT(pointers(answered),
              testing::UnorderedElementsAre("/playerId", "/currency", "/balance", "/freeGames/0/instanceId",
                                            "/freeGames/0/rounds", "/freeGames/0/game", "/freeGames/1/endsAt",
                                            "/freeGames/2/endsAt", "/freeGames/2/instanceId"));
}

TEST(Sandbox, RefusesWhatIsNoPlayer) {
  const RunningServer server(with_sandbox());
  WalletClient client(server);
  for (const char *body :
       {"", "no JSON", "[]", "7", "{}", R"({"currency":"eur"})", R"({"balance":1})",
        R"({"currency":"EUR","balance":1})", R"({"currency":"","balance":1})", R"({"currency":"eur","balance":"1"})",
        R"({"currency":"eur","balance":1,"balanse":1})", R"({"currency":"eur","balance":1,"playerId":"player-0009"})",
        R"({"currency":"eur","balance":1,"freeGames":{}})", R"({"currency":"eur","balance":1,"freeGames":[1]})"}) {
    const Answered answered = client.call(players, body);
    EXPECT_EQ(answered.status, 400) << body;
    EXPECT_EQ(answered.code(), "INVALID_REQUEST") << body;
  }
  EXPECT_EQ(client.call(players, R"({"currency":"eur","balance":0})").status, 201);
  const std::string text =
      "POST /sandbox/v1/players HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
      "Connection: close\r\nContent-Length: 2\r\n\r\n{}";
  EXPECT_THAT(test::talk(server.port(), text), HasSubstr("415"));
}

TEST(Sandbox, DemandsItsKeyAndKeepsItOutOfTheLog) {
  testing::internal::CaptureStderr();
  {
    ServerOptions options = with_sandbox("key-of-the-sandbox");
    options.log_level = "trace";
    const RunningServer server(options);
    WalletClient client(server);
    for (const std::string &header :
         {std::string(), bearer("key-of-the-sandboy"), bearer("key-of-the-sandbo"), bearer("key-of-the-sandbox2"),
          bearer(""), std::string("Authorization: Basic key-of-the-sandbox\r\n")}) {
      const Answered refused = client.call(players, tester, header);
      EXPECT_EQ(refused.status, 401) << header;
      EXPECT_THAT(refused.head, HasSubstr("WWW-Authenticate: Bearer"));
      EXPECT_TRUE(is_as_published(refused, "error.response"));
      EXPECT_EQ(client.call(top_up, R"({"playerId":"player-0001","amount":1})", header).status, 401) << header;
    }
    EXPECT_EQ(client.call(players, tester, bearer("key-of-the-sandbox")).status, 201);
    EXPECT_EQ(client.authenticate().balance(), "10000.00");
  }
  static_cast<void>(std::fflush(stderr));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, AllOf(HasSubstr("event=sandbox_on access=by_key"), HasSubstr("event=sandbox_refused status=401"),
                         HasSubstr("event=sandbox_player_created player=tester-1")));
  EXPECT_THAT(log, Not(HasSubstr("key-of-the-sandb")));
}

TEST(Sandbox, SurvivesARestartBesideTheSeededPlayers) {
  const test::TemporaryFolder folder;
  ServerOptions options = with_sandbox();
  options.store = "sqlite:" + folder.file("wallet.db");
  options.settings["players"] = "1";
  std::string token;
  {
    const RunningServer server(options);
    WalletClient client(server);
    token = member(client.call(players, R"({"playerId":"a","currency":"eur","balance":5,)"
                                        R"("freeGames":[{"instanceId":1,"offerId":2,"rounds":3}]})"),
                   "launchToken");
    EXPECT_EQ(client.call(top_up, R"({"playerId":"a","amount":0.25})").balance(), "5.25");
  }
  options.settings["players"] = "2";
  const RunningServer server(options);
  for (const std::size_t seeded : {0U, 1U})
    EXPECT_EQ(WalletClient(server, seeded).authenticate().balance(), "10000.00");
  WalletClient client(server);
  EXPECT_EQ(client.call(players, R"({"playerId":"a","currency":"eur","balance":5})").status, 409);
  client.become(token);
  EXPECT_EQ(client.authenticate().balance(), "5.25");
  EXPECT_EQ(client.transaction("debit", "F", "D", "0", R"(,"freeGameInfo":{"instanceId":1,"offerId":2})").status, 200);
}

TEST(Sandbox, DoesNotOpenBeyondLoopbackWithoutAKey) {
  for (const char *address : {"127.0.0.1", "127.8.9.10", "::1"}) EXPECT_TRUE(Access({}, address).is_open()) << address;
  for (const char *address : {"0.0.0.0", "10.0.0.1", "128.0.0.1", "::", "fe80::1", "::ffff:10.0.0.1", "localhost"}) {
    EXPECT_THROW(Access({}, address), std::runtime_error) << address;
    EXPECT_FALSE(Access("key", address).is_open()) << address;
  }
}

}  // namespace
}  // namespace pitboss::reference::sandbox
