// What leaves, and over which connection.
#include "simulator/target/client.hpp"

#include <thread>

#include "tests/support/child_process.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::target {
namespace {

using std::chrono::milliseconds;
using test::ScriptedServer;
using testing::HasSubstr;
using testing::Not;

ClientOptions options_for(const ScriptedServer &server, const std::string &path = "") {
  return {server.url() + path, {}, {}, {}};
}

const Request balance{"POST", "/v1/balance", {{"X-B", "2"}, {"X-A", "1"}, {"Empty", ""}}, "{\"a\":1}"};

TEST(Client, ARequestThatNeedsAFreshConnectionGetsOne) {
  ScriptedServer server(ScriptedServer::always("{}"));
  Client client(options_for(server));
  Request fresh = balance;
  fresh.needs_fresh_connection = true;
  client.connect_ahead();
  EXPECT_TRUE(client.send(fresh).reply);
  EXPECT_EQ(server.connections(), 1U) << "one that carried nothing before is fresh";
  EXPECT_TRUE(client.send(balance).reply);
  EXPECT_EQ(server.connections(), 1U);
  EXPECT_TRUE(client.send(fresh).reply);
  EXPECT_EQ(server.connections(), 2U);
}

TEST(Client, ATargetThatKeepsConnectionsIsWatchedNoLonger) {
  ScriptedServer server(ScriptedServer::always("{}"));
  ClientOptions options = options_for(server);
  options.habits = std::make_shared<ConnectionHabits>();
  for (int i = 0; i < ConnectionHabits::enough; ++i) {
    EXPECT_TRUE(options.habits->is_unknown(false));
    Client client(options);
    for (int n = 0; n < 2; ++n) EXPECT_TRUE(client.send(balance).reply);
  }
  EXPECT_FALSE(options.habits->is_unknown(false)) << "all clients of the target together";
  EXPECT_TRUE(options.habits->is_unknown(true)) << "after refusals it may still close";
  EXPECT_EQ(server.connections(), std::size_t{ConnectionHabits::enough});
}

TEST(Client, SendsTheBytesInOrderAndRecordsThem) {
  ScriptedServer server(ScriptedServer::always("{}"));
  Client client(options_for(server, "/api/"));
  const Exchange exchange = client.send(balance);
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  const std::string host = "127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(server.received().front(),
            "POST /api/v1/balance HTTP/1.1\r\nHost: " + host +
                "\r\nX-B: 2\r\nX-A: 1\r\nEmpty: \r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\n{\"a\":1}");
  EXPECT_EQ(exchange.url, "http://" + host + "/api/v1/balance");
  const Headers sent{
      {"Host", host}, {"X-B", "2"}, {"X-A", "1"}, {"Empty", ""}, {"Content-Length", "7"}, {"Connection", "keep-alive"}};
  EXPECT_EQ(exchange.request.headers, sent);
  EXPECT_EQ(exchange.reply->status, 200);
  EXPECT_EQ(exchange.reply->http_version, "1.1");
  EXPECT_EQ(exchange.reply->body, "{}");
  EXPECT_GT(exchange.duration.count(), 0);
}

TEST(Client, HeadersOfTheCallerReplaceItsOwn) {
  ScriptedServer server(ScriptedServer::always("{}"));
  Client client(options_for(server));
  client.send({"GET", "/healthz", {{"host", "other"}, {"CONNECTION", "close"}}, ""});
  EXPECT_EQ(server.received().front(), "GET /healthz HTTP/1.1\r\nhost: other\r\nCONNECTION: close\r\n\r\n");
  client.send({"GET", "/healthz", {}, ""});
  EXPECT_EQ(server.connections(), 2U) << "a connection that was asked to close is not used again";
}

TEST(Client, KeepsItsConnection) {
  ScriptedServer server(ScriptedServer::always("{}"));
  Client client(options_for(server));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.send(balance).reply);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Client, CopesWithTargetsThatCloseAfterEachReply) {
  for (const std::string announced : {"Connection: close\r\n", "connection: Close, x\r\n", ""}) {
    ScriptedServer server(ScriptedServer::once(ScriptedServer::reply("{}", "200 OK", announced)));
    Client client(options_for(server));
    for (int i = 0; i < 3; ++i) {
      const Exchange exchange = client.send(balance);
      EXPECT_TRUE(exchange.reply) << exchange.detail;
      while (server.open_connections() > 0) std::this_thread::yield();
    }
    EXPECT_EQ(server.connections(), 3U);
  }
}

TEST(Client, NeverSendsARequestTwice) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    for (int i = 0; i < 2; ++i) {
      connection.read_request();
      connection.write(ScriptedServer::reply("{}"));
    }
    connection.read_request();  // and no answer to the third
  });
  Client client(options_for(server));
  EXPECT_TRUE(client.send(balance).reply);
  EXPECT_TRUE(client.send(balance).reply);
  const Exchange third = client.send(balance);
  EXPECT_EQ(third.failure, Failure::closed);
  EXPECT_THAT(third.detail, HasSubstr("whether the request took effect is unknown"));
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Client, AStaleConnectionIsReplacedBeforeSending) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read_request();
    connection.write(ScriptedServer::reply("{}") + "unasked");
    connection.read_to_end();
  });
  Client client(options_for(server));
  EXPECT_TRUE(client.send(balance).reply);
  EXPECT_TRUE(client.send(balance).reply);
  EXPECT_EQ(server.connections(), 2U);
}

TEST(Client, ConnectsAhead) {
  ScriptedServer server(ScriptedServer::always("{}"));
  Client client(options_for(server));
  client.connect_ahead();
  client.connect_ahead();
  EXPECT_TRUE(client.send(balance).reply);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Client, ConnectingAheadToNobodyIsToldByTheSend) {
  Client client({"http://127.0.0.1:1", {}, {}, {}});
  client.connect_ahead();
  EXPECT_EQ(client.send(balance).failure, Failure::connect);
}

TEST(Client, HeadRepliesHaveNoBody) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    while (!connection.read_request().empty()) connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
  });
  Client client(options_for(server));
  EXPECT_TRUE(client.send({"HEAD", "/", {}, ""}).reply);
  EXPECT_TRUE(client.send({"HEAD", "/", {}, ""}).reply);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Client, LosesTheReplyAfterTheLastByteIsSent) {
  std::string read;
  ScriptedServer server([&](ScriptedServer::Connection &connection, std::size_t) { read = connection.read_to_end(); });
  Client client(options_for(server));
  const Exchange exchange = client.send(balance, LoseReply::after_send);
  EXPECT_EQ(exchange.failure, Failure::lost);
  EXPECT_FALSE(exchange.reply);
  EXPECT_THAT(exchange.detail, HasSubstr("on purpose"));
  // The script ends only when the client has closed; it must have got the whole request by then.
  while (server.received().empty() || server.received().front().find("{\"a\":1}") == std::string::npos)
    std::this_thread::yield();
  server.stop();
  EXPECT_THAT(read, HasSubstr("\r\n\r\n{\"a\":1}"));
}

TEST(Client, LosesTheReplyWhenItBegins) {
  bool client_closed = false;
  ScriptedServer server([&](ScriptedServer::Connection &connection, std::size_t index) {
    connection.read_request();
    connection.write("H");
    client_closed = connection.read_to_end().empty() && index == 0;
  });
  Client client(options_for(server));
  const Exchange exchange = client.send(balance, LoseReply::after_answer);
  EXPECT_EQ(exchange.failure, Failure::lost);
  server.stop();
  EXPECT_TRUE(client_closed);
}

TEST(Client, AReplyThatNeverBeginsIsNotLostButLate) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  Client client({server.url(), {}, {}, {milliseconds(1'000), milliseconds(50)}});
  EXPECT_EQ(client.send(balance, LoseReply::after_answer).failure, Failure::timeout);
}

TEST(Client, TunnelsThroughAProxy) {
  ScriptedServer proxy([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read_request();
    connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
    connection.read_request();
    connection.write(ScriptedServer::reply("{}"));
  });
  Client client({"http://wallet.example", {}, proxy.url(), {}});
  const Exchange exchange = client.send(balance);
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_THAT(proxy.received().front(), HasSubstr("POST /v1/balance HTTP/1.1\r\nHost: wallet.example\r\n"));
}

TEST(Client, NoUrlNoClient) {
  EXPECT_THROW(Client({"ftp://x", {}, {}, {}}), std::invalid_argument);
  EXPECT_THROW(Client({"", {}, {}, {}}), std::invalid_argument);
}

TEST(Client, ManyClientsAtOnce) {
  ScriptedServer server(ScriptedServer::always("{}"));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      Client client(options_for(server));
      for (int i = 0; i < 10; ++i) EXPECT_TRUE(client.send(balance).reply);
    });
  for (std::thread &thread : threads) thread.join();
  EXPECT_EQ(server.connections(), 8U);
}

}  // namespace
}  // namespace pitboss::target
