// The engine against targets that misbehave: it says what happened, and ends.
#include <atomic>

#include "simulator/traffic/run.hpp"
#include "tests/support/scripted_server.hpp"

namespace pitboss::traffic {
namespace {

using namespace std::chrono_literals;
using test::ScriptedServer;

/// Sends the same request again and again, and takes any reply.
class PingSession final : public Session {
 public:
  Order next(Clock::time_point now, bool closing) override {
    if (closing) return {};
    if (now < wait_until_) return Order::wait(wait_until_);
    Order order = Order::send(0, copies);
    order.lose_reply = lose_reply;
    return order;
  }
  void write(std::size_t /*request*/, std::string &out) override {
    out += "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
  }
  Outcome judge(std::size_t /*request*/, const Reply &reply) override {
    body = std::string(reply.body);
    return reply.status == 200 ? Outcome::right : Outcome::failed;
  }
  Outcome lose(std::size_t /*request*/, Loss loss, std::string_view /*detail*/) override {
    // With a pause, or new connections come faster than the scripted server takes them.
    wait_until_ = Clock::now() + 10ms;
    return loss == Loss::on_purpose ? Outcome::lost : Outcome::failed;
  }

  std::size_t copies = 1;
  bool lose_reply = false;
  std::string body;

 private:
  Clock::time_point wait_until_{};
};

class PingTraffic final : public Traffic {
 public:
  [[nodiscard]] const std::vector<std::string> &calls() const override {
    static const std::vector<std::string> names{"ping"};
    return names;
  }
  [[nodiscard]] std::size_t actors() const override { return players; }
  std::unique_ptr<Session> make_session(std::size_t /*index*/, Findings & /*findings*/) override {
    auto session = std::make_unique<PingSession>();
    session->copies = copies;
    session->lose_reply = lose_reply;
    return session;
  }
  [[nodiscard]] Audit audit(const std::vector<Session *> &sessions, Findings & /*findings*/) const override {
    Audit audit;
    audit.actors = sessions.size();
    for (const Session *session : sessions) last_body = dynamic_cast<const PingSession &>(*session).body;
    return audit;
  }

  std::size_t players = 4;
  std::size_t copies = 1;
  bool lose_reply = false;
  mutable std::string last_body;
};

Flows only(Endpoint endpoint, PingTraffic &traffic) {
  Flows flows;
  flows.push_back({"ping", "", std::move(endpoint), std::shared_ptr<Traffic>(std::shared_ptr<Traffic>(), &traffic), 1});
  return flows;
}

Ran run_against(const ScriptedServer &server, PingTraffic &traffic, RunOptions options = {}) {
  if (options.duration == Nanoseconds(30s)) options.duration = 200ms;
  options.connections = std::min(options.connections, 4);
  Endpoint endpoint = find_endpoint(server.url(), {}, {.connect = 1s, .request = 100ms});
  std::atomic<bool> stop{false};
  return run(options, only(endpoint, traffic), stop, [](const Progress &) {});
}

TEST(Engine, CountsRepliesAndTheirLatency) {
  const ScriptedServer server(ScriptedServer::always(R"({"a":1})"));
  PingTraffic traffic;
  const Ran ran = run_against(server, traffic);
  EXPECT_GT(ran.figures.count(Outcome::right), 0U);
  EXPECT_EQ(ran.figures.count(Outcome::failed), 0U);
  EXPECT_EQ(ran.figures.latency.count(), ran.figures.count(Outcome::right));
  EXPECT_EQ(traffic.last_body, R"({"a":1})");
}

TEST(Engine, SharesPlayersAmongThreads) {
  const ScriptedServer server(ScriptedServer::always("{}"));
  PingTraffic traffic;
  RunOptions options;
  options.threads = 2;
  const Ran ran = run_against(server, traffic, options);
  EXPECT_EQ(ran.threads, 2);
  EXPECT_EQ(ran.audit.actors, 4U);
  EXPECT_GT(ran.figures.count(Outcome::right), 0U);
}

TEST(Engine, SendsOnSchedule) {
  const ScriptedServer server(ScriptedServer::always("{}"));
  PingTraffic traffic;
  RunOptions options;
  options.open_loop = OpenLoop{Arrival::constant, {{200ms, 100, 100}}, 10ms};
  const Ran ran = run_against(server, traffic, options);
  EXPECT_EQ(ran.figures.count(Outcome::right) + ran.figures.count(Outcome::failed) + ran.figures.never_sent, 20U);
  EXPECT_EQ(ran.figures.lag.count(), ran.figures.latency.count());
}

TEST(Engine, CountsWhatAStuckTargetKeptFromBeingSent) {
  const ScriptedServer server([](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); });
  PingTraffic traffic;
  RunOptions options;
  options.open_loop = OpenLoop{Arrival::constant, {{200ms, 1'000, 1'000}}, 10ms};
  const Ran ran = run_against(server, traffic, options);
  EXPECT_EQ(ran.figures.count(Outcome::right), 0U);
  EXPECT_GT(ran.figures.count(Outcome::failed), 0U);
  EXPECT_GT(ran.figures.never_sent, 100U);
  EXPECT_THAT(ran.figures.errors, ::testing::Contains(::testing::Key("no whole reply in time")));
}

TEST(Engine, LosesRepliesOnPurpose) {
  const ScriptedServer server(ScriptedServer::always("{}"));
  PingTraffic traffic;
  traffic.lose_reply = true;
  const Ran ran = run_against(server, traffic);
  EXPECT_GT(ran.figures.count(Outcome::lost), 4U);
  EXPECT_EQ(ran.figures.count(Outcome::failed), 0U);
  EXPECT_EQ(ran.figures.latency.count(), 0U);
}

TEST(Engine, SendsCopiesAtOnce) {
  const ScriptedServer server(ScriptedServer::always("{}"));
  PingTraffic traffic;
  traffic.copies = 3;
  const Ran ran = run_against(server, traffic);
  EXPECT_GT(ran.figures.count(Outcome::right), 0U);
  EXPECT_EQ(ran.figures.all_ended % 3, 0U);
}

struct Misbehaviour {
  const char *name;
  ScriptedServer::Script script;
  const char *error;
};

class EngineAgainst : public ::testing::TestWithParam<Misbehaviour> {};

TEST_P(EngineAgainst, SaysWhatHappenedAndEnds) {
  const ScriptedServer server(GetParam().script);
  PingTraffic traffic;
  const Ran ran = run_against(server, traffic);
  EXPECT_EQ(ran.figures.count(Outcome::right), 0U);
  EXPECT_GT(ran.figures.count(Outcome::failed), 0U);
  std::string errors;
  for (const auto &[why, count] : ran.figures.errors) errors += why + "\n";
  EXPECT_THAT(errors, ::testing::HasSubstr(GetParam().error));
}

ScriptedServer::Script answering(const std::string &bytes) {
  return [bytes](ScriptedServer::Connection &connection, std::size_t) {
    while (!connection.read_request().empty()) connection.write(bytes);
  };
}

INSTANTIATE_TEST_SUITE_P(
    All, EngineAgainst,
    ::testing::Values(
        Misbehaviour{"garbage", answering("\x01\x02 what is this?\r\n\r\n"), "no HTTP reply"},
        Misbehaviour{"silence", [](ScriptedServer::Connection &connection, std::size_t) { connection.read_to_end(); },
                     "no whole reply in time"},
        Misbehaviour{"half_a_reply", answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
                     "no whole reply in time"},
        Misbehaviour{"close", [](ScriptedServer::Connection &connection, std::size_t) { connection.read_request(); },
                     "closed by the target"},
        Misbehaviour{"reset",
                     [](ScriptedServer::Connection &connection, std::size_t) {
                       connection.read_request();
                       connection.reset();
                     },
                     "closed by the target"},
        Misbehaviour{"rate_limit", answering("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"),
                     "status 429"},
        Misbehaviour{"endless_head", answering("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x')), "no HTTP reply"}),
    [](const auto &param) { return std::string(param.param.name); });

TEST(Engine, ReadsEveryFormOfReply) {
  for (const char *reply : {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"}) {
    SCOPED_TRACE(reply);
    const ScriptedServer server(answering(reply));
    PingTraffic traffic;
    const Ran ran = run_against(server, traffic);
    EXPECT_GT(ran.figures.count(Outcome::right), 0U);
    EXPECT_EQ(traffic.last_body, "hello");
  }
  const ScriptedServer until_close([](ScriptedServer::Connection &connection, std::size_t) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\nhello");
  });
  PingTraffic traffic;
  EXPECT_GT(run_against(until_close, traffic).figures.count(Outcome::right), 0U);
  EXPECT_EQ(traffic.last_body, "hello");
}

TEST(Engine, RunsFlowsSideBySide) {
  const ScriptedServer one(ScriptedServer::always("one"));
  const ScriptedServer two(ScriptedServer::always("two"));
  PingTraffic left, right;
  Flows flows = only(find_endpoint(one.url(), {}, {}), left);
  flows.push_back(std::move(only(find_endpoint(two.url(), {}, {}), right).front()));
  flows.back().contract = "pong";
  EXPECT_THAT(call_names(flows), testing::ElementsAre("ping ping", "pong ping"));
  RunOptions options;
  options.duration = 200ms;
  options.connections = 4;
  std::atomic<bool> stop{false};
  const Ran ran = run(options, flows, stop, [](const Progress &) {});
  EXPECT_EQ(left.last_body, "one");
  EXPECT_EQ(right.last_body, "two");
  EXPECT_EQ(ran.audit.actors, 8U);
  EXPECT_EQ(ran.threads, 2);
  for (const auto &ended : ran.figures.ended) EXPECT_GT(ended[0], 0U);
}

TEST(Engine, StopsWhenAsked) {
  const ScriptedServer server(ScriptedServer::always("{}"));
  PingTraffic traffic;
  RunOptions options;
  options.duration = 1h;
  const Endpoint endpoint = find_endpoint(server.url(), {}, {});
  std::atomic<bool> stop{false};
  const Ran ran = run(options, only(endpoint, traffic), stop, [&stop](const Progress &progress) {
    if (progress.ended[0] > 0) stop = true;
  });
  EXPECT_TRUE(ran.stopped);
  EXPECT_LT(ran.measured, 1h);
}

TEST(Endpoint, SaysWhyThereIsNone) {
  EXPECT_THROW(find_endpoint("http://no-such-host.invalid", {}, {}), std::runtime_error);
  std::string url;
  {
    const ScriptedServer gone(ScriptedServer::always("{}"));
    url = gone.url();
  }
  EXPECT_THROW(find_endpoint(url, {}, {}), std::runtime_error);
}

}  // namespace
}  // namespace pitboss::traffic
