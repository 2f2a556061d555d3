#include "reference_impl/faults/fault_switch.hpp"

#include <yaml-cpp/yaml.h>

#include <array>
#include <future>
#include <thread>

#include "schemas/wire/encoding.hpp"
#include "wallet_client.hpp"

/// Faults turned on and off while the server runs.
namespace pitboss::reference {
namespace {

using test::Answered;
using test::RunningServer;
using test::talk;
using test::WalletClient;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Returns when requests are served accordingly; what is wrong with the name otherwise.
std::string turn(RunningServer &server, const std::string &name, bool on) {
  std::promise<std::string> turned;
  server.server().turn_fault(name, on, [&](const std::string &error) { turned.set_value(error); });
  return turned.get_future().get();
}

// ---- The switch alone, its loop played by hand

class Switch : public testing::Test {
 protected:
  void run_later() {
    while (!later_.empty()) {
      auto function = std::move(later_.front());
      later_.pop_front();
      function();
    }
  }
  http::Request &request(const std::string &path) {
    requests_.push_back(std::make_unique<http::Request>());
    requests_.back()->path = path;
    return *requests_.back();
  }
  void come(http::Request &request) {
    served_(request, [](const http::Response &) {});
  }

  std::deque<std::function<void()>> later_;
  std::vector<std::unique_ptr<http::Request>> requests_;
  std::vector<std::string> log_;
  std::function<void()> settled_;
  FaultSwitch switch_{{.later = [this](auto, std::function<void()> function) { later_.push_back(std::move(function)); },
                       .settle = [this](std::function<void()> done) { settled_ = std::move(done); },
                       .rebuild =
                           [this](const std::vector<std::string> &faults) {
                             log_.push_back("rebuild");
                             for (const std::string &fault : faults) log_.push_back(fault);
                           },
                       .failed = [](const http::Request &, const std::exception &) { return http::Response{}; }},
                      {"overdraft-accepted"}};
  http::Handler served_ = switch_.wrap([this](const http::Request &request, const http::Answer &) {
    log_.push_back(request.path);
    if (request.path == "/throws") throw std::runtime_error("it does");
  });
};

TEST_F(Switch, WaitsForRequestsInWorkAndForTheStores) {
  http::Request &first = request("/a"), &second = request("/b");
  come(first);
  come(second);
  switch_.turn("replay-applies-again", true, [this] { log_.push_back("done"); });
  run_later();
  switch_.finished(first);
  run_later();
  EXPECT_FALSE(settled_);
  switch_.finished(second);
  run_later();
  EXPECT_THAT(log_, ElementsAre("/a", "/b"));
  settled_();
  EXPECT_THAT(log_, ElementsAre("/a", "/b", "rebuild", "overdraft-accepted", "replay-applies-again", "done"));
  EXPECT_THAT(switch_.on(), ElementsAre("overdraft-accepted", "replay-applies-again"));
}

TEST_F(Switch, HoldsBackWhatComesMeanwhileInItsOrder) {
  switch_.turn("overdraft-accepted", false, [this] { log_.push_back("done"); });
  come(request("/a"));
  run_later();
  come(request("/throws"));
  come(request("/b"));
  come(request("/dashboard/v1/events"));
  EXPECT_THAT(log_, ElementsAre("/dashboard/v1/events"));
  settled_();
  EXPECT_THAT(log_, ElementsAre("/dashboard/v1/events", "rebuild", "done", "/a", "/throws", "/b"));
  EXPECT_THAT(switch_.on(), IsEmpty());
}

TEST_F(Switch, AStreamOfEventsIsNotWaitedFor) {
  come(request("/dashboard/v1/events"));
  switch_.turn("overdraft-accepted", false, [this] { log_.push_back("done"); });
  run_later();
  ASSERT_TRUE(settled_);
  settled_();
  EXPECT_EQ(log_.back(), "done");
}

TEST_F(Switch, TurnsThatComeMeanwhileAreDoneTogether) {
  switch_.turn("replay-applies-again", true, [this] { log_.push_back("first"); });
  switch_.turn("overdraft-accepted", false, [this] { log_.push_back("second"); });
  run_later();
  switch_.turn("replay-applies-again", false, [this] { log_.push_back("third"); });
  settled_();
  EXPECT_THAT(log_, ElementsAre("rebuild", "first", "second", "third"));
}

TEST_F(Switch, TheNextTurnIsAnother) {
  switch_.turn("replay-applies-again", true, [] {});
  run_later();
  settled_();
  switch_.turn("replay-applies-again", false, [] {});
  settled_ = nullptr;
  run_later();
  ASSERT_TRUE(settled_);
  settled_();
  EXPECT_THAT(switch_.on(), ElementsAre("overdraft-accepted"));
}

TEST_F(Switch, AnUnknownNameChangesNothing) {
  EXPECT_THROW(switch_.turn("replay-aplies-again", true, [] {}), std::runtime_error);
  come(request("/a"));
  EXPECT_THAT(log_, ElementsAre("/a"));
}

// ---- In a server: one fault for each place from which a fault is read

TEST(SwitchedFaults, ARuleOfTheWallet) {
  RunningServer server;
  WalletClient client(server);
  client.authenticate();
  client.transaction("debit", "R", "D", "10");
  EXPECT_EQ(turn(server, "replay-applies-again", true), "");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9980.00");
  EXPECT_EQ(turn(server, "replay-applies-again", false), "");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9980.00");
}

TEST(SwitchedFaults, TheSameInAFile) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("wallet.db");
  RunningServer server(options);
  WalletClient client(server);
  client.authenticate();
  client.transaction("debit", "R", "D", "10");
  EXPECT_EQ(turn(server, "replay-applies-again", true), "");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9980.00");
}

TEST(SwitchedFaults, ALayerBeforeTheStore) {
  RunningServer server;
  WalletClient client(server);
  client.authenticate();
  EXPECT_EQ(turn(server, "idempotency-within-a-connection", true), "");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9990.00");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9980.00");  // over another connection
  EXPECT_EQ(turn(server, "idempotency-within-a-connection", false), "");
  EXPECT_EQ(client.transaction("debit", "R", "D", "10").balance(), "9980.00");
}

TEST(SwitchedFaults, WhatStandsBetweenHttpAndTheWallet) {
  RunningServer server;
  const WalletClient client(server);
  const auto second_of_a_connection = [&] {
    test::RawClient connection(server.port());
    connection.send(client.request("/v1/balance", "no JSON"));
    connection.read_response();
    connection.send(client.request("/v1/balance", "{}"));
    return connection.read_response();
  };
  EXPECT_THAT(second_of_a_connection(), HasSubstr("PLAYER_UNAUTHORIZED"));
  EXPECT_EQ(turn(server, "malformed-json-spoils-the-connection", true), "");
  EXPECT_THAT(second_of_a_connection(), HasSubstr("INVALID_REQUEST"));
  EXPECT_EQ(turn(server, "malformed-json-spoils-the-connection", false), "");
  EXPECT_THAT(second_of_a_connection(), HasSubstr("PLAYER_UNAUTHORIZED"));
}

TEST(SwitchedFaults, HowRepliesAreFinishedAndWritten) {
  RunningServer server;
  const auto page = [&] {
    return talk(server.port(), "GET /healthz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  };
  EXPECT_EQ(turn(server, "cache-control-missing", true), "");
  EXPECT_EQ(turn(server, "answers-in-http-1.0", true), "");
  EXPECT_THAT(page(), AllOf(StartsWith("HTTP/1.0 200"), Not(HasSubstr("Cache-Control"))));
  EXPECT_EQ(turn(server, "answers-in-http-1.0", false), "");
  EXPECT_THAT(page(), AllOf(StartsWith("HTTP/1.1 200"), Not(HasSubstr("Cache-Control"))));
  EXPECT_EQ(turn(server, "cache-control-missing", false), "");
  EXPECT_THAT(page(), HasSubstr("Cache-Control: no-cache, no-store"));
}

TEST(SwitchedFaults, TheLimitsOfHttp) {
  RunningServer server;
  WalletClient client(server);
  const std::string large(std::size_t{17} * 1024, ' ');
  EXPECT_EQ(client.call("/v1/balance", large).status, 401);
  EXPECT_EQ(turn(server, "bodies-of-at-most-16-kib", true), "");
  EXPECT_EQ(client.call("/v1/balance", large).status, 413);
  EXPECT_EQ(turn(server, "bodies-of-at-most-16-kib", false), "");
  EXPECT_EQ(client.call("/v1/balance", large).status, 401);
}

TEST(SwitchedFaults, TheRateLimitOfTheFeed) {
  ServerOptions options;
  options.settings = {{"feed-rate-limit", "4"}};
  RunningServer server(options);
  const YAML::Node feed = YAML::LoadFile(server.target_file().string())["feed"];
  const std::string credentials = feed["client_id"].as<std::string>() + ":" + feed["client_secret"].as<std::string>();
  const std::string granted =
      talk(server.port(), "POST /oauth/token HTTP/1.1\r\nHost: t\r\nConnection: close\r\nAuthorization: Basic " +
                              wire::to_base64(credentials) +
                              "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 29\r\n\r\n"
                              "grant_type=client_credentials");
  const auto body = std::get<wire::Json>(wire::parse_json(granted.substr(granted.find("\r\n\r\n") + 4)));
  const auto served = [&, token = *body.find("access_token")->string()] {
    for (int n = 0;; ++n)
      if (talk(server.port(),
               "GET /api/v1/igaming/customers HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
               "Authorization: Bearer " +
                   token + "\r\n\r\n")
              .starts_with("HTTP/1.1 429"))
        return n;
  };
  EXPECT_EQ(served(), 4);
  EXPECT_EQ(turn(server, "rate-limited-early", true), "");
  EXPECT_EQ(served(), 2);
  EXPECT_EQ(turn(server, "rate-limited-early", false), "");
  EXPECT_EQ(served(), 4);
}

TEST(SwitchedFaults, AnUnknownNameIsToldWithTheNearest) {
  RunningServer server;
  EXPECT_THAT(turn(server, "replay-aplies-again", true), HasSubstr("did you mean replay-applies-again?"));
}

/// Whatever a fault does, it can be turned on and off, and nothing of it is left.
TEST(SwitchedFaults, EveryOneOfThemGoesAway) {
  RunningServer server;
  WalletClient client(server);
  client.authenticate();
  const std::string right = client.authenticate().balance();
  for (const FaultInfo &fault : list_faults()) {
    ASSERT_EQ(turn(server, fault.name, true), "") << fault.name;
    client.transaction("debit", fault.name, "D", "1");
    client.rollback(fault.name, "D");
    ASSERT_EQ(turn(server, fault.name, false), "") << fault.name;
  }
  const Answered before = client.balance();
  ASSERT_EQ(before.status, 200);
  EXPECT_EQ(client.transaction("debit", "last", "D", "1").status, 200);
  EXPECT_EQ(client.transaction("debit", "last", "D", "1").status, 200);
  EXPECT_EQ(*wire::Decimal::parse(client.balance().balance()) + wire::Decimal(1),
            *wire::Decimal::parse(before.balance()));
}

/// Requests of many clients go on during switches: none is lost, and the books close.
TEST(SwitchedFaults, NoRequestIsLost) {
  const test::TemporaryFolder folder;
  ServerOptions options;
  options.store = "sqlite:" + folder.file("wallet.db");
  RunningServer server(options);
  WalletClient client(server);
  client.authenticate();
  constexpr int rounds = 25;
  std::vector<std::thread> players;
  std::array<int, 3> good{};
  for (std::size_t player = 0; player < good.size(); ++player)
    players.emplace_back([&, player, mine = WalletClient(client)]() mutable {
      for (int n = 0; n < rounds; ++n)
        good.at(player) +=
            mine.transaction("debit", "R" + std::to_string(player) + "-" + std::to_string(n), "D", "1").status == 200
                ? 1
                : 0;
    });
  for (int n = 0; n < 20; ++n) EXPECT_EQ(turn(server, "sixth-copy-in-flight-refused", n % 2 == 0), "");
  for (std::thread &player : players) player.join();
  EXPECT_THAT(good, testing::Each(rounds));
  EXPECT_EQ(client.balance().balance(), "9925.00");
}

}  // namespace
}  // namespace pitboss::reference
