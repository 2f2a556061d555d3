#include "reference_impl/server.hpp"

#include <sys/stat.h>
#include <yaml-cpp/yaml.h>

#include "wallet_client.hpp"

/// The whole reference server as a provider sees it.
namespace pitboss::reference {
namespace {

using test::Answered;
using test::RunningServer;
using test::WalletClient;
using testing::HasSubstr;

TEST(ReferenceServer, PlaysARound) {
  const RunningServer server;
  WalletClient client(server);
  EXPECT_EQ(client.authenticate().balance(), "10000.00");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10.5").balance(), "9989.50");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10.50").balance(), "9989.50");
  EXPECT_EQ(client.transaction("credit", "R", "C", "0.001", R"(,"roundFinished":true)").balance(), "9989.501");
  EXPECT_EQ(client.rollback("R", "D").code(), "VALIDATION_FAILED");
  EXPECT_EQ(client.balance().balance(), "9989.501");
}

TEST(ReferenceServer, PlaysAFreeRound) {
  const RunningServer server;
  WalletClient client(server);
  client.authenticate();
  const auto remaining = [](const Answered &answered) {
    return answered.body.find("freeGameInfo")
        ->array()
        ->at(1)
        .find("instanceInfo")
        ->find("numberOfRoundsRemaining")
        ->number()
        ->text;
  };
  const std::string free_game = R"(,"freeGameInfo":{"instanceId":2,"offerId":98})";
  EXPECT_EQ(remaining(client.transaction("debit", "F", "D", "0", free_game)), "2");
  EXPECT_EQ(remaining(client.transaction("debit", "F", "D", "0", free_game)), "2");
  EXPECT_EQ(remaining(client.rollback("F", "D")), "3");
}

TEST(ReferenceServer, AnswersWithTheHeadersOfTheContract) {
  const RunningServer server;
  WalletClient client(server);
  const std::string head = client.authenticate().head;
  EXPECT_THAT(head, AllOf(HasSubstr("Content-Type: application/json"), HasSubstr("Cache-Control: no-cache, no-store"),
                          HasSubstr("X-Request-ID: ")));
  const std::string refused = test::talk(
      server.port(),
      "POST /v1/balance HTTP/1.1\r\nX-Request-ID: any thing\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(refused, AllOf(HasSubstr("401"), HasSubstr("X-Request-ID: any thing"), HasSubstr("SERVER_UNAUTHORIZED")));
  EXPECT_THAT(test::talk(server.port(), "GARBAGE\r\n\r\n"), AllOf(HasSubstr("400"), HasSubstr("INVALID_REQUEST")));
  EXPECT_THAT(test::talk(server.port(), "GET /healthz HTTP/1.0\r\n\r\n"), HasSubstr("200 OK"));
}

TEST(ReferenceServer, LooksAtSignatureThenTokenThenRequestIdThenShape) {
  const RunningServer server;
  WalletClient client(server);
  client.authenticate();
  EXPECT_EQ(client.call("/v1/balance", "no JSON").code(), "INVALID_REQUEST");
  EXPECT_EQ(client.call("/v1/balance", "{}").code(), "INVALID_REQUEST");
  EXPECT_EQ(client.call("/v1/balance", R"({"playerId":"player-0002"})").code(), "PLAYER_UNAUTHORIZED");
  EXPECT_EQ(client.call("/v1/balance", R"({"game":"dragonrising"})").code(), "PLAYER_UNAUTHORIZED");
  client.token = "unknown";
  EXPECT_EQ(client.call("/v1/balance", "no JSON").code(), "PLAYER_UNAUTHORIZED");
}

TEST(ReferenceServer, RefusesTheTokensThatTheTargetFileSays) {
  const RunningServer server;
  const YAML::Node wallet = YAML::LoadFile(server.target_file().string())["wallet"];
  WalletClient client(server);
  for (const char *kind : {"expired", "tampered"}) {
    const auto token = wallet["rejected_launch_tokens"][kind].as<std::string>();
    EXPECT_EQ(client
                  .call("/v1/authenticate",
                        R"({"launchToken":")" + token +
                            R"(","provider":"gameprovider","game":"fantasyquest","ip":"1.2.3.4","platform":"mobile"})")
                  .code(),
              "PLAYER_UNAUTHORIZED");
  }
  client.authenticate();
  client.transaction("debit", "R", "D", "10");
  client.token = wallet["expired_player_token"]["token"].as<std::string>();
  EXPECT_EQ(client.balance().code(), "SESSION_EXPIRED");
  EXPECT_EQ(client.transaction("debit", "S", "D", "10").code(), "SESSION_EXPIRED");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").status, 200);
  EXPECT_EQ(client.transaction("credit", "R", "C", "10").status, 200);
}

TEST(ReferenceServer, TellsWhatItDoes) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("wallet.db");
  const RunningServer server(options);
  WalletClient client(server);
  client.authenticate();
  client.transaction("debit", "R", "D", "10");
  client.transaction("debit", "S", "D", "99999999");
  test::talk(server.port(), "GARBAGE\r\n\r\n");
  test::talk(server.port(), "GET /made-up-by-a-client HTTP/1.0\r\n\r\n");
  const std::string page = test::talk(server.port(), "GET /metrics HTTP/1.0\r\n\r\n");
  EXPECT_THAT(page, HasSubstr("Content-Type: text/plain; version=0.0.4"));
  for (const char *line :
       {"# TYPE pitboss_http_responses_total counter",
        "pitboss_http_responses_total{code=\"\",path=\"/v1/transaction\",status=\"200\"} 1",
        "pitboss_http_responses_total{code=\"INSUFFICIENT_FUNDS\",path=\"/v1/transaction\",status=\"400\"} 1",
        "pitboss_http_responses_total{code=\"\",path=\"malformed\",status=\"400\"} 1",
        "pitboss_http_responses_total{code=\"\",path=\"other\",status=\"404\"} 1",
        "pitboss_http_response_seconds_count{path=\"/v1/transaction\"} 2",
        "pitboss_http_response_seconds_bucket{path=\"/v1/transaction\",le=\"+Inf\"} 2", "pitboss_http_connections 1",
        "pitboss_http_connections_cut_off_total{reason=\"idle\"} 0",
        "pitboss_build_info{version=", "# TYPE pitboss_store_commits_total counter"})
    EXPECT_THAT(page, HasSubstr(std::string("\n") + line));
  EXPECT_THAT(page, testing::Not(HasSubstr("made-up")));
  EXPECT_THAT(page, testing::Not(HasSubstr("pitboss_store_commits_total 0\n")));
}

TEST(ReferenceServer, CountsTheRefusalsOfEachContractByTheirCodes) {
  const RunningServer server;
  const auto post = [&](const std::string &path, const std::string &headers) {
    test::talk(server.port(), "POST " + path + " HTTP/1.0\r\nContent-Length: 2\r\n" + headers + "\r\n{}");
  };
  post("/oauth/token", "Content-Type: application/x-www-form-urlencoded\r\n");
  post("/api/v1/igaming/customers", "");
  post("/tracking/client/v1", "");
  const std::string page = test::talk(server.port(), "GET /metrics HTTP/1.0\r\n\r\n");
  for (const char *labels : {R"({code="invalid_client",path="/oauth/token",status="401"})",
                             R"({code="UNAUTHORIZED",path="/api/v1/igaming/customers",status="401"})",
                             R"({code="UNAUTHORIZED",path="/tracking/client/v1",status="401"})"})
    EXPECT_THAT(page, HasSubstr("\npitboss_http_responses_total" + std::string(labels) + " 1\n"));
}

TEST(ReferenceServer, CountsWhatTheStoreInMemoryDoes) {
  const auto commits = [](const RunningServer &server) {
    const std::string page = test::talk(server.port(), "GET /metrics HTTP/1.0\r\n\r\n");
    const std::string name = "\npitboss_store_commits_total ";
    return std::stol(page.substr(page.find(name) + name.size()));
  };
  const RunningServer server;
  WalletClient client(server);
  const auto before = commits(server);
  client.authenticate();
  client.balance();
  EXPECT_EQ(commits(server), before + 2);
}

TEST(ReferenceServer, WritesTheTargetFileForItsOwnerAlone) {
  const RunningServer server;
  struct stat status {};
  ASSERT_EQ(::stat(server.target_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(YAML::LoadFile(server.target_file().string())["wallet"]["players"].size(), 4U);
}

TEST(ReferenceServer, KeepsMoneyTokensAndSecretOverARestart) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("wallet.db");
  std::string token;
  {
    RunningServer server(options);
    WalletClient client(server);
    client.authenticate();
    EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9990.00");
    token = client.token;
  }
  const RunningServer server(options);
  WalletClient client(server);
  EXPECT_EQ(client.authenticate().balance(), "9990.00");
  client.token = token;
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9990.00");
}

TEST(ReferenceServer, AddsThePlayersThatAreMissing) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("wallet.db");
  options.settings["players"] = "1";
  { const RunningServer server(options); }
  options.settings["players"] = "3";
  const RunningServer server(options);
  EXPECT_EQ(WalletClient(server, 2).authenticate().balance(), "10000.00");
}

TEST(ReferenceServer, SaysWhatIsWrongWithItsOptions) {
  const auto refusal = [](const std::function<void(ServerOptions &)> &change) -> std::string {
    ServerOptions options;
    options.store = "memory";
    options.port = 0;
    options.log_level = "off";
    change(options);
    try {
      const Server server(options);
      return {};
    } catch (const std::runtime_error &error) {
      return error.what();
    }
  };
  EXPECT_EQ(refusal([](ServerOptions &) {}), "");
  EXPECT_THAT(refusal([](ServerOptions &o) { o.faults = {"second-debt-accepted"}; }),
              AllOf(HasSubstr("did you mean second-debit-accepted"), HasSubstr("--list-faults")));
  EXPECT_THAT(refusal([](ServerOptions &o) { o.variants = {"chunked-replis"}; }),
              HasSubstr("did you mean chunked-replies"));
  EXPECT_THAT(refusal([](ServerOptions &o) { o.settings["players"] = "many"; }),
              AllOf(HasSubstr("--players"), HasSubstr("from 1 to 1000")));
  EXPECT_THAT(refusal([](ServerOptions &o) { o.log_level = "loud"; }), HasSubstr("loud"));
  EXPECT_THAT(refusal([](ServerOptions &o) { o.target_file = "/nowhere/at/all.yaml"; }),
              HasSubstr("/nowhere/at/all.yaml"));
  EXPECT_THAT(refusal([](ServerOptions &o) { o.address = "300.1.1.1"; }), HasSubstr("300.1.1.1"));
}

}  // namespace
}  // namespace pitboss::reference
