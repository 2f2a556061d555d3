// Whatever a target answers: an exchange with the right kind of failure, never a crash, never a hang.
#include <condition_variable>
#include <mutex>

#include "simulator/target/client.hpp"
#include "tests/support/scripted_server.hpp"

namespace pitboss::target {
namespace {

using std::chrono::milliseconds;
using test::ScriptedServer;
using testing::HasSubstr;

Exchange send_to(const std::string &url, milliseconds time_limit = milliseconds(5'000)) {
  Client client({url, {}, {}, {milliseconds(2'000), time_limit}});
  return client.send({"POST", "/v1/balance", {{"Content-Type", "application/json"}}, "{}"});
}

Exchange answer_of(const std::string &bytes) {
  ScriptedServer server(ScriptedServer::once(bytes));
  return send_to(server.url());
}

struct Answer {
  std::string name, bytes;
  Failure failure;
  std::string detail_or_body;
};
void PrintTo(const Answer &answer, std::ostream *out) {
  *out << answer.name;
}

class Answers : public testing::TestWithParam<Answer> {};

TEST_P(Answers, AreSurvivedAndNamed) {
  const Exchange exchange = answer_of(GetParam().bytes);
  EXPECT_EQ(exchange.failure, GetParam().failure) << exchange.detail;
  EXPECT_EQ(exchange.reply.has_value(), GetParam().failure == Failure::none);
  if (exchange.reply) {
    EXPECT_EQ(exchange.reply->body, GetParam().detail_or_body);
  } else {
    EXPECT_THAT(exchange.detail, HasSubstr(GetParam().detail_or_body));
  }
}

const std::string ok = "HTTP/1.1 200 OK\r\n";

INSTANTIATE_TEST_SUITE_P(
    All, Answers,
    testing::Values(
        Answer{"nothing", "", Failure::closed, "closed the connection before any byte of a reply"},
        Answer{"garbage", "blah blah\n", Failure::malformed, "begins with \"blah blah\", which is no HTTP status line"},
        Answer{"http_0_9", "<html><body>hi</body></html>", Failure::malformed, "no HTTP status line"},
        Answer{"tls_alert", std::string("\x15\x03\x01\x00\x02\x02\x46", 7), Failure::malformed,
               "should base_url begin with https://?"},
        Answer{"half_status_line", "HTTP/1.", Failure::closed, "within the header"},
        Answer{"odd_version", "HTTP/x.1 200 OK\r\n\r\n", Failure::malformed, "no HTTP status line"},
        Answer{"odd_status", "HTTP/1.1 20 OK\r\n\r\n", Failure::malformed, "no HTTP status line"},
        Answer{"no_reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", Failure::none, "hi"},
        Answer{"bare_line_feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", Failure::none, "hi"},
        Answer{"http_1_0", "HTTP/1.0 200 OK\r\n\r\nuntil the close", Failure::none, "until the close"},
        Answer{"html", ok + "Content-Type: text/html\r\n\r\n<html></html>", Failure::none, "<html></html>"},
        Answer{"half_header", ok + "Content-Le", Failure::closed, "within the header"},
        Answer{"no_colon", ok + "garbage\r\n\r\n", Failure::malformed,
               "the header line \"garbage\" is no `Name: value`"},
        Answer{"body_too_short", ok + "Content-Length: 100\r\n\r\nhello", Failure::closed,
               "after status 200 and 5 of 100 bytes of the body"},
        Answer{"body_too_long", ok + "Content-Length: 2\r\n\r\nhi and more", Failure::none, "hi"},
        Answer{"length_no_number", ok + "Content-Length: many\r\n\r\n", Failure::malformed,
               "Content-Length is \"many\""},
        Answer{"length_negative", ok + "Content-Length: -1\r\n\r\n", Failure::malformed, "Content-Length"},
        Answer{"length_overflow", ok + "Content-Length: 99999999999999999999999\r\n\r\n", Failure::malformed,
               "Content-Length"},
        Answer{"length_huge", ok + "Content-Length: 17000000\r\n\r\n", Failure::malformed, "reply larger than 16 MiB"},
        Answer{"length_twice", ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", Failure::none, "hi"},
        Answer{"lengths_differ", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi", Failure::malformed, "differ"},
        Answer{"chunked", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1;x=y\r\n!\r\n0\r\nTrailer: x\r\n\r\n",
               Failure::none, "hi!"},
        Answer{"chunk_size", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", Failure::malformed, "the size \"zz\""},
        Answer{"chunk_too_long", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi there\r\n", Failure::malformed,
               "longer than it says"},
        Answer{"chunk_overflow", ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", Failure::malformed,
               "larger than 16 MiB"},
        Answer{"chunk_line_endless", ok + "Transfer-Encoding: chunked\r\n\r\n" + std::string(5'000, '0'),
               Failure::malformed, "longer than 1 KiB"},
        Answer{"chunked_cut", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhi", Failure::closed,
               "after status 200 and 2 bytes"},
        Answer{"gzip_coding", ok + "Transfer-Encoding: gzip\r\n\r\nraw", Failure::none, "raw"},
        Answer{"interim",
               "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok +
                   "Content-Length: 2\r\n\r\nhi",
               Failure::none, "hi"},
        Answer{"no_content", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", Failure::none, ""},
        Answer{"upgrade", "HTTP/1.1 101 Switching\r\n\r\n", Failure::none, ""},
        Answer{"header_bomb", ok + "X: " + std::string(300'000, 'x') + "\r\n\r\n", Failure::malformed,
               "larger than 256 KiB"},
        Answer{"bytes_in_body", ok + "Content-Length: 3\r\n\r\n" + std::string("\0\xFF\n", 3), Failure::none,
               std::string("\0\xFF\n", 3)}),
    [](const auto &parameter) { return parameter.param.name; });

TEST(ClientFaults, HeadersAreKeptAsTheyCame) {
  const Exchange exchange = answer_of(ok + "x-A: 1\r\nX-a:2\r\nEmpty:\r\nFolded: a\r\n  b\r\n" +
                                      std::string("Nul: a\0b\r\n", 10) + "Content-Length: 0\r\n\r\n");
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  const Headers expected{
      {"x-A", "1"},           {"X-a", "2"}, {"Empty", ""}, {"Folded", "a b"}, {"Nul", std::string("a\0b", 3)},
      {"Content-Length", "0"}};
  EXPECT_EQ(exchange.reply->headers, expected);
  ASSERT_NE(exchange.reply->header("X-A"), nullptr);
  EXPECT_EQ(*exchange.reply->header("X-A"), "1");
  EXPECT_EQ(exchange.reply->header("none"), nullptr);
}

TEST(ClientFaults, InterimHeaderBombEnds) {
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(answer_of(bytes).failure, Failure::malformed);
}

TEST(ClientFaults, LongBodiesAreCountedAndKeptInPart) {
  const Exchange exchange = answer_of(ok + "Content-Length: 10000000\r\n\r\n" + std::string(10'000'000, 'x'));
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_EQ(exchange.reply->body_bytes, 10'000'000U);
  EXPECT_EQ(exchange.reply->body.size(), max_kept_body);
}

TEST(ClientFaults, EndlessBodiesAreGivenUp) {
  for (const std::string headers : {"", "Transfer-Encoding: chunked\r\n"}) {
    ScriptedServer server([&](ScriptedServer::Connection &connection, std::size_t) {
      connection.read_request();
      connection.write(ok + headers + "\r\n");
      const std::string block =
          (headers.empty() ? "" : "10000\r\n") + std::string(65'536, 'x') + (headers.empty() ? "" : "\r\n");
      for (int i = 0; i < 3'200 && connection.write(block); ++i) {  // 200 MB
      }
    });
    const Exchange exchange = send_to(server.url());
    EXPECT_EQ(exchange.failure, Failure::malformed);
    EXPECT_THAT(exchange.detail, HasSubstr("reply larger than 16 MiB"));
  }
}

TEST(ClientFaults, SilenceEndsInATimeout) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  const Exchange exchange = send_to(server.url(), milliseconds(100));
  EXPECT_EQ(exchange.failure, Failure::timeout);
  EXPECT_THAT(exchange.detail, HasSubstr("within 100 ms; time was up before any byte of a reply"));
  EXPECT_GE(exchange.duration, milliseconds(100));
  EXPECT_LT(exchange.duration, milliseconds(3'000));
}

TEST(ClientFaults, ATrickleEndsInATimeout) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read_request();
    connection.write(ok + "Content-Length: 100\r\n\r\nabc");
    connection.read_to_end();  // never the rest
  });
  const Exchange exchange = send_to(server.url(), milliseconds(100));
  EXPECT_EQ(exchange.failure, Failure::timeout);
  EXPECT_THAT(exchange.detail, HasSubstr("after status 200 and 3 of 100 bytes of the body"));
}

TEST(ClientFaults, RepliesByteByByteAreRead) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read_request();
    for (const char c : ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n") connection.write({&c, 1});
  });
  const Exchange exchange = send_to(server.url());
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_EQ(exchange.reply->body, "hi");
}

TEST(ClientFaults, AResetInMidReplyIsClosed) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read_request();
    connection.write(ok + "Content-Length: 100\r\n\r\nabc");
    connection.reset();
  });
  EXPECT_EQ(send_to(server.url()).failure, Failure::closed);
}

TEST(ClientFaults, RefusedConnectionsNameTheAddress) {
  std::string url;
  {
    ScriptedServer server(ScriptedServer::always("{}"));
    url = server.url();
  }
  const Exchange exchange = send_to(url);
  EXPECT_EQ(exchange.failure, Failure::connect);
  EXPECT_EQ(exchange.detail, "connection refused by " + url.substr(7));
  EXPECT_EQ(exchange.hint, "is the server running, and is the port right?");
}

TEST(ClientFaults, UnknownHostsAreNamed) {
  const Exchange exchange = send_to("http://nowhere.invalid:1");
  EXPECT_EQ(exchange.failure, Failure::resolve) << exchange.detail;
  EXPECT_THAT(exchange.detail, HasSubstr("no address for the host \"nowhere.invalid\""));
}

TEST(ClientFaults, HttpsToAPlainPortIsATlsFailureWithAHint) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read(1);
    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.read_to_end();
  });
  const Exchange exchange = send_to("https://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(exchange.failure, Failure::tls);
  EXPECT_THAT(exchange.hint, HasSubstr("should base_url begin with http://?"));
}

TEST(ClientFaults, ATlsHandshakeThatNeverEndsIsATlsFailure) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  Client client(
      {"https://127.0.0.1:" + std::to_string(server.port()), {}, {}, {milliseconds(150), milliseconds(1'000)}});
  const Exchange exchange = client.send({"POST", "/", {}, "{}"});
  EXPECT_EQ(exchange.failure, Failure::tls) << exchange.detail;
  EXPECT_THAT(exchange.detail, HasSubstr("did not end within 150 ms"));
}

TEST(ClientFaults, AnAnswerBeforeTheWholeRequestIsReadCounts) {
  ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read(1'000);
    connection.write(ScriptedServer::reply("{}", "413 Content Too Large", "Connection: close\r\n"));
    connection.read_to_end();
  });
  Client client({server.url(), {}, {}, {}});
  const Exchange exchange = client.send({"POST", "/", {}, std::string(50'000'000, 'x')});
  ASSERT_TRUE(exchange.reply) << exchange.detail;
  EXPECT_EQ(exchange.reply->status, 413);
}

struct ProxyAnswer {
  std::string status, detail, hint;
};

TEST(ClientFaults, AProxyThatRefusesIsAConnectFailureWithWhatToDo) {
  for (const ProxyAnswer &answer :
       {ProxyAnswer{"403 Forbidden", "does not connect to wallet.example:8080", "proxies often allow port 443 only"},
        ProxyAnswer{"407 Proxy Authentication Required", "wants credentials", "`proxy` of the target file"},
        ProxyAnswer{"502 Bad Gateway", "cannot connect to wallet.example:8080 (it answered CONNECT with 502)",
                    "is the server running"}}) {
    ScriptedServer proxy(ScriptedServer::once("HTTP/1.1 " + answer.status + "\r\nContent-Length: 0\r\n\r\n"));
    for (const std::string scheme : {"http", "https"}) {
      Client client({scheme + "://wallet.example:8080", {}, proxy.url(), {}});
      const Exchange exchange = client.send({"POST", "/", {}, "{}"});
      EXPECT_EQ(exchange.failure, Failure::connect) << exchange.detail;
      EXPECT_THAT(exchange.detail, HasSubstr(answer.detail));
      EXPECT_THAT(exchange.hint, HasSubstr(answer.hint));
    }
    EXPECT_THAT(proxy.received().front(), HasSubstr("CONNECT wallet.example:8080 HTTP/1.1"));
  }
}

TEST(ClientFaults, AProxyThatIsDownIsNotTheTarget) {
  std::string url;
  {
    ScriptedServer proxy(ScriptedServer::always("{}"));
    url = proxy.url();
  }
  Client client({"http://wallet.example:8080", {}, url, {}});
  const Exchange exchange = client.send({"POST", "/", {}, "{}"});
  EXPECT_EQ(exchange.failure, Failure::connect);
  EXPECT_THAT(exchange.detail, HasSubstr("no connection to the proxy"));
  EXPECT_THAT(exchange.hint, HasSubstr("https_proxy"));
}

TEST(ClientFaults, AProxyThatNeverAnswersIsNamed) {
  ScriptedServer proxy([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  Client client({"http://wallet.example:8080", {}, proxy.url(), {milliseconds(150), milliseconds(1'000)}});
  const Exchange exchange = client.send({"POST", "/", {}, "{}"});
  EXPECT_EQ(exchange.failure, Failure::connect);
  EXPECT_THAT(exchange.detail, HasSubstr("through the proxy within 150 ms"));
}

}  // namespace
}  // namespace pitboss::target
