/// Several servers on one database act as one: what one of them could not get wrong, they cannot together.
#include <barrier>
#include <future>
#include <numeric>

#include "reference_impl/feed/contract.hpp"
#include "reference_impl/feed/limit/shared_limit.hpp"
#include "reference_impl/log.hpp"
#include "reference_impl/store/sql_store.hpp"
#include "tests/support/postgres_server.hpp"
#include "wallet_client.hpp"

namespace pitboss::reference {
namespace {

using test::Answered;
using test::RunningServer;
using test::WalletClient;

/// Two servers on one database, and clients of the first player on both.
class TwoServers : public testing::Test {
 protected:
  static constexpr int clients = 6;

  TwoServers() {
    for (int i = 0; i < clients; ++i) {
      players.emplace_back(i % 2 == 0 ? first : second);
      EXPECT_EQ(players.back().authenticate().status, 200);
    }
  }
  [[nodiscard]] ServerOptions options() const {
    ServerOptions options;
    options.store = database.url();
    return options;
  }
  /// All clients make a call at the same time; what they were answered.
  std::vector<Answered> at_once(const std::function<Answered(WalletClient &, int)> &call) {
    std::barrier start(clients);
    std::vector<std::future<Answered>> calls;
    for (int i = 0; i < clients; ++i) {
      calls.push_back(std::async(std::launch::async, [&, i] {
        start.arrive_and_wait();
        return call(players[static_cast<std::size_t>(i)], i);
      }));
    }
    std::vector<Answered> answers;
    for (auto &one : calls) answers.push_back(one.get());
    return answers;
  }
  static auto accepted(const std::vector<Answered> &answers) {
    return std::count_if(answers.begin(), answers.end(), [](const Answered &one) { return one.status == 200; });
  }

  test::PostgresDatabase database;
  RunningServer first{options()}, second{options()};
  std::vector<WalletClient> players;
};

TEST_F(TwoServers, DuplicatesInFlightApplyOnce) {
  for (int round = 1; round <= 10; ++round) {
    const std::string id = "R" + std::to_string(round);
    const auto answers = at_once([&](WalletClient &client, int) { return client.transaction("debit", id, "D", "1"); });
    EXPECT_EQ(accepted(answers), clients);
    EXPECT_EQ(players[0].balance().balance(), std::to_string(10'000 - round) + ".00");
  }
}

TEST_F(TwoServers, DebitsInFlightDoNotOverdraw) {
  const auto answers = at_once(
      [](WalletClient &client, int i) { return client.transaction("debit", "R" + std::to_string(i), "D", "3000"); });
  EXPECT_EQ(accepted(answers), 3);
  EXPECT_EQ(players[1].balance().balance(), "1000.00");
}

TEST_F(TwoServers, RollbacksInFlightPayOnceAndTheDebitStaysOut) {
  for (int round = 1; round <= 10; ++round) {
    const std::string id = "R" + std::to_string(round);
    EXPECT_EQ(players[0].transaction("debit", id, "D", "7").status, 200);
    at_once([&](WalletClient &client, int i) {
      return i < 4 ? client.rollback(id, "D") : client.transaction("debit", id, "D", "7");
    });
    EXPECT_EQ(players[1].balance().balance(), "10000.00");
    EXPECT_NE(players[1].transaction("debit", id, "D", "7").status, 200);
  }
}

TEST_F(TwoServers, OfADebitAndItsRollbackInFlightOneOutcomeHolds) {
  for (int round = 1; round <= 10; ++round) {
    const std::string id = "R" + std::to_string(round);
    at_once([&](WalletClient &client, int i) {
      return i % 3 == 0 ? client.rollback(id, "D") : client.transaction("debit", id, "D", "7");
    });
    EXPECT_EQ(players[0].balance().balance(), "10000.00") << "rolled back, before or after it came";
  }
}

/// A number that each unit reads and writes back one higher: any unit that does not run alone loses one.
TEST(PostgresUnits, RunAloneAcrossServers) {
  constexpr int stores = 3, each = 60;
  const test::PostgresDatabase database;
  std::vector<std::unique_ptr<store::SqlStore>> servers;
  for (int i = 0; i < stores; ++i)
    servers.push_back(store::open_sql_store(database.url(), "feed", make_log("off"), {}));
  std::atomic<int> done = 0;
  for (int unit = 0; unit < each; ++unit) {
    for (const auto &server : servers) {
      server->submit({.work =
                          [](store::SqlTransaction &sql) {
                            const auto row = sql.query_one("load_setting", {"count"});
                            sql.query("save_setting", {"count", std::to_string(row ? std::stoi(row->text(0)) + 1 : 1)});
                          },
                      .done = [&done](bool succeeded) { done += succeeded ? 1 : 0; }});
    }
  }
  servers.clear();  // finishes them
  EXPECT_EQ(done, stores * each);
  EXPECT_EQ(database.sql("SELECT value FROM feed_settings WHERE name = 'count'"), std::to_string(stores * each) + "\n");
}

feed::Taken take(feed::SharedLimit &limit, const std::string &token) {
  std::promise<feed::Taken> taken;
  limit.take(token, [&](feed::Taken result) { taken.set_value(result); });
  return taken.get_future().get();
}

TEST(SharedLimit, CountsTheRequestsOfAllServers) {
  const test::PostgresDatabase database;
  const feed::RateSettings settings{.requests = 10, .window = std::chrono::minutes(60)};
  const auto open = [&] { return store::open_sql_store(database.url(), "feed/limit", make_log("off"), {}); };
  feed::SharedLimit first(open(), settings), second(open(), settings);
  for (int i = 0; i < 10; ++i) {
    const feed::Taken taken = take(i % 2 == 0 ? first : second, "token");
    EXPECT_TRUE(taken.counted);
    EXPECT_EQ(taken.wait.count(), 0) << i;
  }
  for (feed::SharedLimit *limit : {&first, &second}) {
    const feed::Taken refused = take(*limit, "token");
    EXPECT_TRUE(refused.counted);
    EXPECT_GT(refused.wait, std::chrono::minutes(50));
    EXPECT_LE(refused.wait, std::chrono::minutes(60));
    EXPECT_EQ(take(*limit, "another").wait.count(), 0);
  }
  EXPECT_EQ(database.sql("SELECT count(*) FROM feed_requests WHERE token_id = 'token'"), "10\n")
      << "what is refused does not count";
}

TEST(SharedLimit, IsAskedForATokenThatIsReadOnce) {
  const test::PostgresDatabase database;
  ServerOptions options;
  options.store = database.url();
  Behaviour behaviour;
  int reads = 0;
  behaviour.feed.protocol.read_token = [&](const http::Request &, const feed::Call &, const feed::Tokens &) {
    ++reads;
    return feed::Claims{.token_id = "token", .client_id = "c", .expires_at = wire::TimePoint::max()};
  };
  http::Router router(behaviour.http.error_body);
  const auto contract = feed::make_contract({.options = options,
                                             .behaviour = behaviour,
                                             .log = make_log("off"),
                                             .later = [](auto, const std::function<void()> &run) { run(); },
                                             .on_fatal = {}});
  contract->add_to(router);
  http::Request request;
  request.method = "GET";
  request.path = "/api/v1/igaming/customers";
  std::promise<int> status;
  router(request, [&](const http::Response &response) { status.set_value(response.status); });
  EXPECT_EQ(status.get_future().get(), 200);
  EXPECT_EQ(reads, 1);
}

TEST(SharedLimit, ForgetsWhatNoWindowHolds) {
  const test::PostgresDatabase database;
  const auto open = [&] { return store::open_sql_store(database.url(), "feed/limit", make_log("off"), {}); };
  const feed::RateSettings settings{.requests = 1, .window = std::chrono::minutes(60)};
  {
    feed::SharedLimit limit(open(), settings);
    EXPECT_EQ(take(limit, "token").wait.count(), 0);
    database.sql("UPDATE feed_requests SET taken_at = taken_at - 3600000000");
    EXPECT_EQ(take(limit, "token").wait.count(), 0) << "the window has gone by";
  }
  feed::SharedLimit another(open(), settings);
  EXPECT_GT(take(another, "token").wait.count(), 0);
  EXPECT_EQ(database.sql("SELECT count(*) FROM feed_requests"), "1\n");
}

}  // namespace
}  // namespace pitboss::reference
