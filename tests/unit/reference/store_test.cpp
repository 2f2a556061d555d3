#include "reference_impl/store/store.hpp"

#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

#include "reference_impl/log.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/temporary_folder.hpp"

/// Both engines by the same tests; then what only a file can do.
namespace pitboss::reference::store {
namespace {

using wallet::Decimal;
using wallet::NewPlayer;
using wallet::Outcome;
using wallet::Reply;
using wallet::View;

std::unique_ptr<Store> open(const std::string &name) {
  return open_store(name, make_log("off"), {});
}

NewPlayer player(const std::string &id) {
  const wire::TimePoint start = *wire::parse_date_time("2026-05-01T12:00:00Z");
  return {.account = {.id = id, .brand = "b", .currency = "eur", .currency_truncation = 2, .balance = Decimal(100)},
          .free_games = {{.provider = "v",
                          .game = "g",
                          .free_game = {.instance_id = 1,
                                        .offer_id = 9,
                                        .offer_name = "o",
                                        .can_be_rejected = true,
                                        .nearest_cost_per_bet = *Decimal::parse("0.5"),
                                        .rounds_remaining = 3,
                                        .rounds_awarded = 5,
                                        .starts_at = start,
                                        .ends_at = start + std::chrono::hours(1)}}}};
}

wallet::Keys keys(const std::string &player_id, const std::string &round = "R", const std::string &transaction = "T") {
  const wallet::RoundKey key{player_id, "v", round};
  return {.call = wallet::Call::transaction,
          .player_id = player_id,
          .provider = "v",
          .game = "g",
          .round = key,
          .transaction = wallet::TransactionKey{key, transaction}};
}

std::optional<Reply> run(Store &store, const wallet::Keys &of, std::function<Outcome(const View &)> decide) {
  std::promise<std::optional<Reply>> promise;
  store.submit({.keys = of, .decide = std::move(decide), .done = [&](std::optional<Reply> reply) {
                  promise.set_value(std::move(reply));
                }});
  return promise.get_future().get();
}

View look(Store &store, const wallet::Keys &of) {
  View seen;
  run(store, of, [&](const View &view) {
    seen = view;
    return Outcome{};
  });
  return seen;
}

wallet::Changes all_changes() {
  wallet::Changes changes;
  changes.balance = *Decimal::parse("89.999999999999999999");
  changes.round = wallet::Round{.game = "g", .debit = "T", .paid = true, .finished = true, .cancelled = true};
  changes.transaction = wallet::Transaction{.type = wallet::TransactionType::credit,
                                            .amount = *Decimal::parse("10.000000000000000001"),
                                            .balance_after = *changes.balance,
                                            .status = wallet::TransactionStatus::rolled_back,
                                            .free_game = 1};
  changes.free_game = player("p").free_games[0].free_game;
  changes.free_game->rounds_remaining = 2;
  return changes;
}

void expect_all_changes(const View &view) {
  const wallet::Changes changes = all_changes();
  EXPECT_EQ(view.player->balance, *changes.balance);
  EXPECT_EQ(view.round, changes.round);
  EXPECT_EQ(view.transaction, changes.transaction);
  EXPECT_EQ(view.free_games.at(0), *changes.free_game);
}

class Engines : public testing::TestWithParam<std::string> {
 protected:
  Engines() {
    store = open(place());
    const std::vector<NewPlayer> players = {player("p"), player("q")};
    store->add_players(players);
  }
  std::string place() {
    if (GetParam() == "memory") return "memory";
    if (GetParam() == "sqlite") return "sqlite:" + (folder.path() / "t.db").string();
    postgres = std::make_unique<test::PostgresDatabase>();
    return postgres->url();
  }
  test::TemporaryFolder folder;
  std::unique_ptr<test::PostgresDatabase> postgres;
  std::unique_ptr<Store> store;
};

TEST_P(Engines, TheFirstSettingsAreKept) {
  const wallet::Settings first{.token_key = "k", .hmac_secret = "s", .games = {{"v", "g"}, {"v", "h"}}};
  for (const wallet::Settings &fresh : {first, wallet::Settings{"k2", "s2", {{"v", "i"}}}}) {
    const wallet::Settings kept = store->keep_settings(fresh);
    EXPECT_EQ(kept.token_key, "k");
    EXPECT_EQ(kept.hmac_secret, "s");
    EXPECT_EQ(kept.games, first.games);
  }
}

TEST_P(Engines, APlayerWhoIsThereIsNotAddedAgain) {
  run(*store, keys("p"), [](const View &) { return Outcome{.reply = {}, .changes = all_changes()}; });
  store->add_players(std::vector{player("p"), player("r")});
  expect_all_changes(look(*store, keys("p")));
  EXPECT_EQ(look(*store, keys("r")).player, player("r").account);
}

TEST_P(Engines, ListsPlayers) {
  EXPECT_EQ(store->list_players("b", 10).size(), 2U);
  EXPECT_EQ(store->list_players("b", 1).at(0), player("p").account);
}

TEST_P(Engines, AnOperationCreatesAPlayerWithItsFreeGames) {
  run(*store, keys("new"), [](const View &view) {
    EXPECT_FALSE(view.player);
    Outcome outcome;
    outcome.changes.new_player = player("new");
    return outcome;
  });
  const View view = look(*store, keys("new"));
  EXPECT_EQ(view.player, player("new").account);
  EXPECT_EQ(view.free_games, std::vector{player("new").free_games.at(0).free_game});
}

TEST_P(Engines, ListsThePlayersOfOneBrand) {
  NewPlayer other = player("a");
  other.account.brand = "other";
  store->add_players(std::vector{other});
  EXPECT_EQ(store->list_players("other", 10), std::vector{other.account});
  EXPECT_EQ(store->list_players("b", 1), std::vector{player("p").account});
}

TEST_P(Engines, UnknownIsAbsent) {
  const View view = look(*store, keys("nobody"));
  EXPECT_FALSE(view.player || view.round || view.transaction);
  EXPECT_TRUE(view.free_games.empty());
}

TEST_P(Engines, KeepsEveryChange) {
  run(*store, keys("p"), [](const View &) { return Outcome{.reply = {}, .changes = all_changes()}; });
  expect_all_changes(look(*store, keys("p")));
  EXPECT_FALSE(look(*store, keys("p", "R2")).transaction);
  EXPECT_FALSE(look(*store, keys("p", "R", "T2")).transaction);
  EXPECT_TRUE(look(*store, keys("p", "R", "T2")).round);
  EXPECT_FALSE(look(*store, keys("q")).round);
}

TEST_P(Engines, WhatThrowsChangesNothing) {
  EXPECT_FALSE(run(*store, keys("p"), [](const View &) -> Outcome { throw std::runtime_error("x"); }));
  EXPECT_EQ(look(*store, keys("p")).player->balance, Decimal(100));
}

TEST_P(Engines, OperationsAreAtomic) {
  constexpr int threads = 4, each = 50;
  std::atomic<int> answered = 0;
  std::vector<std::thread> crowd;
  for (int t = 0; t < threads; ++t) {
    crowd.emplace_back([&] {
      for (int i = 0; i < each; ++i) {
        run(*store, keys("p"), [](const View &view) {
          Outcome outcome;
          outcome.changes.balance = view.player->balance + Decimal(1);
          return outcome;
        });
        ++answered;
      }
    });
  }
  for (std::thread &one : crowd) one.join();
  EXPECT_EQ(answered, threads * each);
  EXPECT_EQ(look(*store, keys("p")).player->balance, Decimal(100 + threads * each));
}

INSTANTIATE_TEST_SUITE_P(Stores, Engines, testing::Values("memory", "sqlite", "postgresql"),
                         [](const auto &engine) { return engine.param; });

class SqliteFile : public testing::Test {
 protected:
  [[nodiscard]] std::string name() const { return "sqlite:" + file.string(); }
  /// What opening says, or "" where it succeeds.
  [[nodiscard]] std::string refusal() const {
    try {
      open(name());
      return {};
    } catch (const std::runtime_error &error) {
      return error.what();
    }
  }
  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "t.db";
};

TEST_F(SqliteFile, OutlivesTheServer) {
  {
    const auto store = open(name());
    store->add_players(std::vector{player("p")});
    run(*store, keys("p"), [](const View &) { return Outcome{.reply = {}, .changes = all_changes()}; });
  }
  expect_all_changes(look(*open(name()), keys("p")));
}

TEST_F(SqliteFile, ClosingFinishesWhatWasSubmitted) {
  std::atomic<int> answered = 0;
  {
    const auto store = open(name());
    store->add_players(std::vector{player("p")});
    for (int i = 0; i < 100; ++i) {
      store->submit({.keys = keys("p"),
                     .decide = [](const View &) { return Outcome{}; },
                     .done = [&](const auto &) { ++answered; }});
    }
  }
  EXPECT_EQ(answered, 100);
}

TEST_F(SqliteFile, RefusesWhatIsNoDatabase) {
  std::ofstream(file) << std::string(4096, 'x');
  EXPECT_THAT(refusal(), testing::HasSubstr("damaged"));
}

TEST_F(SqliteFile, RefusesADamagedDatabase) {
  {
    const auto store = open(name());
    std::vector<NewPlayer> many;
    for (int i = 0; i < 500; ++i) many.push_back(player("p" + std::to_string(i)));
    store->add_players(many);
  }
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(8192);
  bytes << std::string(16384, '\x5a');
  bytes.close();
  EXPECT_THAT(refusal(), testing::HasSubstr("damaged"));
}

TEST_F(SqliteFile, RefusesTheDatabaseOfAnotherProgram) {
  sqlite3 *other = nullptr;
  sqlite3_open(file.c_str(), &other);
  sqlite3_exec(other, "CREATE TABLE songs (title TEXT)", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_THAT(refusal(), testing::HasSubstr("another program"));
}

TEST_F(SqliteFile, RefusesATruncatedDatabase) {
  {
    const auto store = open(name());
    store->add_players(std::vector{player("p")});
  }
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  EXPECT_THAT(refusal(), testing::HasSubstr("damaged"));
  std::filesystem::resize_file(file, 20);
  EXPECT_THAT(refusal(), testing::HasSubstr("damaged"));
}

TEST_F(SqliteFile, RefusesALogWhoseDatabaseIsGone) {
  std::ofstream(file.string() + "-wal") << "what was answered";
  EXPECT_THAT(refusal(), testing::HasSubstr("-wal is there"));
  std::ofstream{file};
  EXPECT_THAT(refusal(), testing::HasSubstr("-wal is there"));
}

TEST_F(SqliteFile, RefusesANewerVersion) {
  { const auto store = open(name()); }
  sqlite3 *other = nullptr;
  sqlite3_open(file.c_str(), &other);
  sqlite3_exec(other, "PRAGMA user_version = 99", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_THAT(refusal(), AllOf(testing::HasSubstr("version 99"), testing::HasSubstr("newer program")));
}

TEST_F(SqliteFile, RefusesAFolderThatNobodyMayWrite) {
  file = "/proc/t.db";  // root neither
  EXPECT_THAT(refusal(), testing::HasSubstr("may this user write there"));
}

TEST_F(SqliteFile, RefusesASecondServer) {
  const auto first = open(name());
  EXPECT_THAT(refusal(), testing::HasSubstr("in use"));
}

TEST_F(SqliteFile, RefusesAMissingFolder) {
  file = folder.path() / "missing" / "t.db";
  EXPECT_THAT(refusal(), testing::HasSubstr("cannot open"));
}

TEST(OpenStore, RefusesUnknownKinds) {
  for (const char *name : {"", "mysql:x", "sqlite:", "memory:"}) EXPECT_THROW(open(name), std::runtime_error) << name;
}

}  // namespace
}  // namespace pitboss::reference::store
