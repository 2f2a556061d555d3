// Bytes that are sent as they stand.
#include <atomic>

#include "simulator/target/client.hpp"
#include "tests/support/scripted_server.hpp"

namespace pitboss::target {
namespace {

using std::chrono::milliseconds;
using test::ScriptedServer;
using testing::HasSubstr;

TEST(SendRaw, SendsWhatItIsGivenAndReadsTheReply) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read(7);
    connection.write(ScriptedServer::reply("{}", "400 Bad Request"));
    connection.read_to_end();
  });
  Client client({server.url(), {}, {}, {}});
  const std::string bytes("no\0http", 7);
  const Exchange exchange = client.send_raw(bytes, {});
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_EQ(exchange.reply->status, 400);
  EXPECT_EQ(exchange.request.method, raw_method);
  EXPECT_EQ(exchange.request.body, bytes);
  server.stop();
  EXPECT_EQ(server.received().front(), bytes);
}

TEST(SendRaw, ClosedWithoutAByteAndTimeoutAndNoHttp) {
  ScriptedServer closing([](ScriptedServer::Connection &connection, std::size_t) { connection.read(4); });
  EXPECT_EQ(Client({closing.url(), {}, {}, {}}).send_raw("blah", {}).failure, Failure::closed);
  ScriptedServer silent([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  EXPECT_EQ(Client({silent.url(), {}, {}, {}}).send_raw("blah", {.time_limit = milliseconds(50)}).failure,
            Failure::timeout);
  ScriptedServer echo(
      [](ScriptedServer::Connection &connection, std::size_t) { connection.write(connection.read(4)); });
  EXPECT_EQ(Client({echo.url(), {}, {}, {}}).send_raw("blah", {}).failure, Failure::malformed);
}

TEST(SendRaw, SendsSlowlyInChunks) {
  ScriptedServer server(ScriptedServer::once(ScriptedServer::reply("{}")));
  Client client({server.url(), {}, {}, {}});
  const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  const Exchange exchange = client.send_raw(bytes, {.chunk_bytes = 5, .pause = milliseconds(5)});
  EXPECT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_GE(exchange.duration, milliseconds(25));  // six chunks, five pauses
}

TEST(SendRaw, TakesAnAnswerInTheMiddleOfASlowRequest) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read(5);
    connection.write(ScriptedServer::reply("{}", "408 Request Timeout"));
    connection.read_to_end();
  });
  Client client({server.url(), {}, {}, {}});
  const Exchange exchange = client.send_raw(std::string(1'000, 'x'), {.chunk_bytes = 5, .pause = milliseconds(20)});
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_EQ(exchange.reply->status, 408);
}

TEST(SendRaw, ClosesHalfWay) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  Client client({server.url(), {}, {}, {}});
  EXPECT_EQ(client.send_raw("POST /v1/bal", {.close_after_send = true}).failure, Failure::lost);
}

TEST(SendRaw, KeepsAnUnfinishedRequestOpenBesideOthers) {
  std::atomic<bool> ended = false;
  ScriptedServer server([&](ScriptedServer::Connection &connection, std::size_t index) {
    if (index > 0) return ScriptedServer::always("{}")(connection, index);
    connection.read_to_end();
    ended = true;
  });
  Client client({server.url(), {}, {}, {}});
  EXPECT_EQ(client.send_raw("POST /v1/bal", {.keep_open = true}).failure, Failure::lost);
  EXPECT_TRUE(client.send({"GET", "/", {}, ""}).reply);
  EXPECT_FALSE(ended);
}

TEST(SendRaw, AConnectionOfItsOwn) {
  ScriptedServer server(ScriptedServer::always("{}"));
  Client client({server.url(), {}, {}, {}});
  EXPECT_TRUE(client.send({"GET", "/", {}, ""}).reply);
  EXPECT_TRUE(client.send_raw("GET / HTTP/1.1\r\n\r\n", {}).reply);
  EXPECT_TRUE(client.send({"GET", "/", {}, ""}).reply);
  EXPECT_EQ(server.connections(), 2U);
}

}  // namespace
}  // namespace pitboss::target
