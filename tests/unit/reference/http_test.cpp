#include "http_fixture.hpp"
#include "sockets.hpp"

namespace pitboss::reference::http {
namespace {

using test::RawClient;
using test::talk;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view get = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view last_get = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

std::string post(std::string_view body, std::string_view headers = "") {
  return "POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

TEST_F(HttpServer, KeepsConnectionsAlive) {
  RawClient client(start());
  for (int i = 0; i < 3; ++i) {
    client.send(get);
    EXPECT_THAT(client.read_response(), HasSubstr("hello"));
  }
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder) {
  RawClient client(start());
  client.send("GET /late HTTP/1.1\r\n\r\n" + post("one") + "\r\n" + post("two"));
  EXPECT_THAT(client.read_response(), HasSubstr("late"));
  EXPECT_THAT(client.read_response(), HasSubstr("one"));
  EXPECT_THAT(client.read_response(), HasSubstr("two"));
}

TEST_F(HttpServer, TakesMoreRequestsAtOnceThanItWorksOn) {
  settings.limits.pipelined = 4;
  RawClient client(start());
  std::string many;
  for (int i = 0; i < 100; ++i) many += post("body-" + std::to_string(i) + ".");
  client.send(many);
  for (int i = 0; i < 100; ++i) EXPECT_THAT(client.read_response(), HasSubstr("body-" + std::to_string(i) + "."));
}

TEST_F(HttpServer, ReadsRequestsInSmallPieces) {
  RawClient client(start());
  for (const char c : post("piecemeal")) client.send({&c, 1});
  EXPECT_THAT(client.read_response(), HasSubstr("piecemeal"));
}

TEST_F(HttpServer, ReadsChunkedBodies) {
  RawClient client(start());
  client.send("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_THAT(client.read_response(), HasSubstr("abcde"));
}

TEST_F(HttpServer, ClosesWhenAsked) {
  const auto port = start();
  EXPECT_THAT(talk(port, last_get), HasSubstr("Connection: close"));
  EXPECT_THAT(talk(port, "GET /hello HTTP/1.0\r\n\r\n"), HasSubstr("hello"));
}

TEST_F(HttpServer, AnswersAClientThatHasEndedItsInput) {
  RawClient client(start());
  client.send("GET /late HTTP/1.1\r\n\r\n");
  client.end_of_input();
  EXPECT_THAT(client.read_until_close(), HasSubstr("late"));
}

TEST_F(HttpServer, GrantsContinue) {
  RawClient client(start());
  client.send("POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.read_response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_THAT(client.read_response(), HasSubstr("abc"));
}

TEST_F(HttpServer, RefusesPathsAndMethods) {
  RawClient client(start());
  client.send("GET /nothing HTTP/1.1\r\nX-Request-ID: 17\r\n\r\n");
  EXPECT_THAT(client.read_response(), AllOf(StartsWith("HTTP/1.1 404"), HasSubstr("X-Request-ID: 17\r\n")));
  client.send("DELETE /echo?x=1 HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.read_response(), AllOf(StartsWith("HTTP/1.1 405"), HasSubstr("Allow: POST\r\n")));
}

TEST_F(HttpServer, AnswersHeadWithoutBody) {
  const std::string response = talk(start(), "HEAD /hello HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(response, AllOf(HasSubstr("Content-Length: 5"), testing::EndsWith("\r\n\r\n")));
}

TEST_F(HttpServer, RefusesHeadWithoutBody) {
  settings.limits.body_bytes = 100;
  const std::string response = talk(start(), "HEAD /hello HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
  EXPECT_THAT(response, AllOf(StartsWith("HTTP/1.1 413"), testing::EndsWith("\r\n\r\n")));
}

TEST_F(HttpServer, RefusesWhatIsNoHttpAndGoesOnServing) {
  const auto port = start();
  for (const std::string_view bytes :
       {"GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /hello\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: x\r\n\r\n", "POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /hello HTTP/1.1\r\nno colon\r\n\r\n", "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\r\n\r\n"}) {
    EXPECT_THAT(talk(port, bytes), AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("refused: "))) << bytes;
    EXPECT_THAT(talk(port, last_get), HasSubstr("hello"));
  }
}

TEST_F(HttpServer, RefusesTruncatedBodies) {
  RawClient client(start());
  client.send("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  client.end_of_input();
  EXPECT_THAT(client.read_until_close(), StartsWith("HTTP/1.1 400"));
}

TEST_F(HttpServer, LimitsBodiesAndHeads) {
  settings.limits.body_bytes = 100'000;
  const auto port = start();
  RawClient client(port);
  client.send(post(std::string(100'000, 'x')));
  EXPECT_THAT(client.read_response(), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(talk(port, post(std::string(4'000'000, 'x'), "X-Request-ID: 17\r\n")),
              AllOf(StartsWith("HTTP/1.1 413"), HasSubstr("X-Request-ID: 17\r\n"), HasSubstr("Connection: close")));
  EXPECT_THAT(talk(port, "GET /hello HTTP/1.1\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431"));
}

TEST_F(HttpServer, EndsSlowSenders) {
  settings.limits.request = std::chrono::milliseconds(50);
  RawClient client(start());
  client.send("POST /echo HTTP/1.1\r\nContent-Le");
  EXPECT_THAT(client.read_until_close(), StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpServer, EndsIdleConnections) {
  settings.limits.idle = std::chrono::milliseconds(50);
  RawClient client(start());
  client.send(get);
  EXPECT_THAT(client.read_until_close(), HasSubstr("hello"));
}

TEST_F(HttpServer, ASlowReaderHoldsUpNobody) {
  const auto port = start();
  RawClient slow(port);
  for (int i = 0; i < 8; ++i) slow.send("GET /large HTTP/1.1\r\n\r\n");
  EXPECT_THAT(talk(port, last_get), HasSubstr("hello"));
  for (int i = 0; i < 8; ++i) EXPECT_GT(slow.read_response().size(), std::size_t{8} << 20);
}

TEST_F(HttpServer, AnswersAHandlerThatThrows) {
  RawClient client(start());
  client.send("GET /throws HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.read_response(), StartsWith("HTTP/1.1 500"));
}

/// What a client gets that sends three requests at once, where the response to the second has this fate.
std::string three_requests(ServerSettings &settings, const std::function<std::uint16_t()> &start, Fate fate) {
  settings.finish = [fate](const Request &request, Response &response) {
    if (request.path == "/hello") response.fate = fate;
  };
  return talk(start(), post("first") + std::string(get) + post("third"));
}

TEST_F(HttpServer, LosesAResponseWhereAskedAndKeepsThoseBefore) {
  const std::string all = three_requests(
      settings, [this] { return start(); }, Fate::lost);
  EXPECT_THAT(all, testing::EndsWith("first"));
}

TEST_F(HttpServer, ResetsTheConnectionInMidResponseWhereAsked) {
  const std::string all = three_requests(
      settings, [this] { return start(); }, Fate::reset);
  EXPECT_THAT(all, HasSubstr("first"));
  EXPECT_NE(all.find("HTTP/1.1", 8), std::string::npos) << "the beginning of the second";
  EXPECT_THAT(all, testing::Not(testing::AnyOf(HasSubstr("hello"), HasSubstr("third"))));
}

TEST_F(HttpServer, LetsFurtherClientsWaitAtTheLimit) {
  settings.limits.connections = 1;
  const auto port = start();
  auto first = std::make_unique<RawClient>(port);
  first->send(get);
  EXPECT_THAT(first->read_response(), HasSubstr("hello"));
  RawClient second(port);
  second.send(get);
  first.reset();
  EXPECT_THAT(second.read_response(), HasSubstr("hello"));
}

TEST_F(HttpServer, StopsAfterTheRequestsInFlight) {
  const auto port = start();
  RawClient idle(port), busy(port);
  idle.send(get);
  EXPECT_THAT(idle.read_response(), HasSubstr("hello"));
  busy.send(get);
  EXPECT_THAT(busy.read_response(), HasSubstr("hello"));
  busy.send(std::string(get) + "GET /late HTTP/1.1\r\n\r\n");
  EXPECT_THAT(busy.read_response(), HasSubstr("hello"));  // so that the late one is in work
  stop();
  EXPECT_THAT(busy.read_until_close(), AllOf(HasSubstr("late"), HasSubstr("Connection: close")));
  EXPECT_EQ(idle.read_until_close(), "");
  EXPECT_THROW(RawClient{port}, std::runtime_error);
}

TEST_F(HttpServer, SaysWhyItCannotListen) {
  settings.port = start();
  EXPECT_THROW(Server(loop, settings, make_log("off")), std::runtime_error);
  settings.address = "no address";
  EXPECT_THROW(Server(loop, settings, make_log("off")), std::runtime_error);
}

}  // namespace
}  // namespace pitboss::reference::http
