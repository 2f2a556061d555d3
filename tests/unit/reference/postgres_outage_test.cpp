/// A database that goes away under a running server: no answer is false, none is late, and it recovers by itself.
#include <yaml-cpp/yaml.h>

#include "reference_impl/store/store_counts.hpp"
#include "sockets.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/tcp_relay.hpp"
#include "wallet_client.hpp"

namespace pitboss::reference {
namespace {

using test::Answered;
using test::RunningServer;
using test::WalletClient;

ServerOptions options_of(const std::string &store) {
  ServerOptions options;
  options.store = store;
  return options;
}

/// The URL of a database through a relay.
std::string through(const test::TcpRelay &relay, const test::PostgresServer &database) {
  std::string url = database.url();
  const std::string port = ":" + std::to_string(database.port());
  return url.replace(url.find(port), port.size(), ":" + std::to_string(relay.port()));
}

/// Sends until it is accepted, as a provider does after RETRY_REQUIRED.
Answered until_accepted(const std::function<Answered()> &send) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  Answered answered = send();
  while (answered.status != 200 && std::chrono::steady_clock::now() < give_up) {
    EXPECT_EQ(answered.code(), "RETRY_REQUIRED");
    answered = send();
  }
  return answered;
}

TEST(PostgresOutage, CallsAreToBeSentAgainUntilTheDatabaseIsBack) {
  test::PostgresServer database;
  const RunningServer server(options_of(database.url()));
  WalletClient client(server);
  client.authenticate();
  EXPECT_EQ(client.transaction("debit", "R1", "D", "1").status, 200);
  EXPECT_EQ(store::store_counts().sessions_away, 0U);
  database.crash();
  for (int i = 0; i < 3; ++i) {
    const Answered answered = client.transaction("debit", "R2", "D", "1");
    EXPECT_EQ(answered.status, 500);
    EXPECT_EQ(answered.code(), "RETRY_REQUIRED");
  }
  EXPECT_GE(store::store_counts().sessions_away, 1U) << "the wallet's; the others look when they are idle";
  database.start();
  EXPECT_EQ(until_accepted([&] { return client.transaction("debit", "R2", "D", "1"); }).balance(), "9998.00");
  EXPECT_EQ(client.transaction("debit", "R1", "D", "1").balance(), "9998.00") << "a replay";
}

/// Asks for the metrics until they have this line.
testing::AssertionResult comes_to_say(std::uint16_t port, const std::string &line) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < give_up)
    if (test::talk(port, "GET /metrics HTTP/1.0\r\n\r\n").find(line + "\n") != std::string::npos)
      return testing::AssertionSuccess();
  return testing::AssertionFailure() << "never said " << line;
}

TEST(PostgresOutage, IsSeenInTheMetricsWithoutTraffic) {
  test::PostgresServer database;
  const RunningServer server(options_of(database.url()));
  EXPECT_TRUE(comes_to_say(server.port(), "pitboss_store_up 1"));
  database.crash();
  EXPECT_TRUE(comes_to_say(server.port(), "pitboss_store_up 0"));
  database.start();
  EXPECT_TRUE(comes_to_say(server.port(), "pitboss_store_up 1"));
}

TEST(PostgresOutage, ARestartBetweenTwoCallsIsNotSeen) {
  test::PostgresServer database;
  const RunningServer server(options_of(database.url()));
  WalletClient client(server);
  client.authenticate();
  database.crash();
  database.start();
  EXPECT_EQ(client.transaction("debit", "R1", "D", "1").balance(), "9999.00");
}

TEST(PostgresOutage, ACommitWhoseAnswerIsLostIsNoSuccessAndAppliesOnce) {
  const test::PostgresServer database;
  test::TcpRelay relay(database.port());
  const RunningServer server(options_of(through(relay, database)));
  WalletClient client(server);
  client.authenticate();
  relay.lose_answer_to("commit");
  const Answered unknown = client.transaction("debit", "R1", "D", "1");
  EXPECT_EQ(unknown.status, 500);
  EXPECT_EQ(unknown.code(), "RETRY_REQUIRED");
  EXPECT_EQ(database.sql("SELECT count(*) FROM wallet_transactions"), "1\n") << "it was done, though nobody knew";
  EXPECT_EQ(client.transaction("debit", "R1", "D", "1").balance(), "9999.00");
  EXPECT_EQ(client.balance().balance(), "9999.00");
}

TEST(PostgresOutage, ADatabaseThatFallsSilentIsGivenUp) {
  const test::PostgresServer database;
  test::TcpRelay relay(database.port());
  const RunningServer server(options_of(through(relay, database)));
  WalletClient client(server);
  client.authenticate();
  relay.fall_silent();
  const Answered answered = client.transaction("debit", "R1", "D", "1");
  EXPECT_EQ(answered.status, 500);
  EXPECT_EQ(answered.code(), "RETRY_REQUIRED");
}

TEST(PostgresOutage, TheOtherContractsAnswer503) {
  test::PostgresServer database;
  const RunningServer server(options_of(database.url()));
  const YAML::Node target = YAML::LoadFile(server.target_file().string());
  database.crash();
  const std::string answer =
      test::talk(server.port(), "GET /reporting/clients/v1 HTTP/1.0\r\nX-Api-Key: " +
                                    target["movements"]["api_key"].as<std::string>() + "\r\n\r\n");
  EXPECT_THAT(answer, testing::HasSubstr(" 503 "));
  EXPECT_THAT(answer, testing::HasSubstr("Retry-After: 1"));
  EXPECT_THAT(test::talk(server.port(), "GET /metrics HTTP/1.0\r\n\r\n"), testing::HasSubstr("pitboss_store_up 0\n"));
}

}  // namespace
}  // namespace pitboss::reference
