/// What a server says of a database that it cannot use, and what several of them do that start at once.
#include <future>

#include "reference_impl/log.hpp"
#include "reference_impl/store/sql_store.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/store/store_place.hpp"
#include "tests/support/postgres_server.hpp"
#include "wallet_client.hpp"

namespace pitboss::reference::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What opening says, or "" where it succeeds.
std::string refusal(const std::string &name) {
  try {
    static_cast<void>(open_store(name, make_log("off"), {}));
    return {};
  } catch (const std::runtime_error &error) {
    return error.what();
  }
}

/// `text` of `url` replaced.
std::string with(std::string url, const std::string &text, const std::string &other) {
  return url.replace(url.find(text), text.size(), other);
}

TEST(PostgresStart, RefusalsSayWhatIsWrongAndNoPassword) {
  const test::PostgresServer server;
  const std::string url = server.url();
  EXPECT_THAT(refusal(with(url, "secret%20word", "geheim")),
              AllOf(HasSubstr("password authentication failed"), HasSubstr("PGPASSWORD"), Not(HasSubstr("geheim"))));
  EXPECT_THAT(refusal(server.url("nowhere")),
              AllOf(HasSubstr("\"nowhere\" does not exist"), HasSubstr("createdb"), Not(HasSubstr("secret"))));
  server.sql("CREATE DATABASE latin ENCODING LATIN1 TEMPLATE template0 LOCALE 'C'");
  EXPECT_THAT(refusal(server.url("latin")), HasSubstr("has the encoding LATIN1, and must have UTF8"));
  EXPECT_EQ(refusal(url), "");
  server.sql("UPDATE pitboss_versions SET version = 99 WHERE contract = 'wallet'");
  EXPECT_THAT(refusal(url), AllOf(HasSubstr("is of version 99 for wallet"), HasSubstr("newer program")));
}

TEST(PostgresStart, AServerThatIsNotThereIsSaidSo) {
  EXPECT_THAT(refusal("postgresql://u:geheim@127.0.0.1:1/d"),
              AllOf(HasSubstr("postgresql://u@127.0.0.1:1/d"), HasSubstr("does PostgreSQL run there"),
                    Not(HasSubstr("geheim"))));
  EXPECT_THAT(refusal("postgresql://u:geheim@host:port/d"), Not(HasSubstr("geheim")));
}

TEST(PostgresStart, WhoMayNotMakeTablesUsesThoseThatAreThere) {
  const test::PostgresServer server;
  ASSERT_EQ(refusal(server.url()), "");
  server.sql("CREATE ROLE clerk LOGIN PASSWORD 'x'");
  server.sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk");
  EXPECT_EQ(refusal(with(server.url(), "pitboss:secret%20word", "clerk:x")), "");
}

TEST(PostgresStart, ServersThatStartAtOnceAgree) {
  constexpr int servers = 4;
  const test::PostgresDatabase database;
  ServerOptions options;
  options.store = database.url();
  std::vector<std::future<std::unique_ptr<test::RunningServer>>> starting;
  starting.reserve(servers);
  for (int i = 0; i < servers; ++i)
    starting.push_back(std::async(std::launch::async, [&] { return std::make_unique<test::RunningServer>(options); }));
  std::vector<std::unique_ptr<test::RunningServer>> running;
  for (auto &one : starting) running.push_back(one.get());
  for (const auto &server : running) {  // each takes what the first one has signed
    test::WalletClient client(server->port(), running.front()->target_file(), 3);
    EXPECT_EQ(client.authenticate().status, 200);
    EXPECT_EQ(client.balance().balance(), "10000.00");
  }
  EXPECT_EQ(database.sql("SELECT count(*), (SELECT count(*) FROM wallet_free_games) FROM wallet_players"), "4|12\n");
}

TEST(StorePlace, ShowsNoPassword) {
  EXPECT_EQ(shown_store("postgresql://u:p:w@x@h:5/d?sslmode=require&password=pw"), "postgresql://u@h:5/d");
  EXPECT_EQ(shown_store("postgres://h/d"), "postgres://h/d");
  EXPECT_EQ(shown_store("postgresql://h1:1,h2:2/d"), "postgresql://h1:1,h2:2/d");
  EXPECT_EQ(shown_store("sqlite:a.db"), "sqlite:a.db");
  EXPECT_EQ(store_place("postgres://h/d").kind, StorePlace::Kind::postgres);
  EXPECT_THROW(store_place("postgresql:h"), std::runtime_error);
}

}  // namespace
}  // namespace pitboss::reference::store
