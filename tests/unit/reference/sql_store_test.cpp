#include "reference_impl/store/sql_store.hpp"

#include <sqlite3.h>

#include <future>

#include "file_size_limit.hpp"
#include "reference_impl/log.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/temporary_folder.hpp"

/// The generic store, by two statements of the feed contract.
namespace pitboss::reference::store {
namespace {

std::unique_ptr<SqlStore> open(const std::string &name) {
  return open_sql_store(name, "feed", make_log("off"), {});
}

std::string load(SqlStore &store, const std::string &name) {
  std::string value;
  store.run([&](SqlTransaction &transaction) {
    const auto row = transaction.query_one("load_setting", {name});
    value = row ? row->text(0) : "none";
  });
  return value;
}

void save(SqlStore &store, const std::string &name, const std::string &value) {
  store.run([&](SqlTransaction &transaction) { transaction.query("save_setting", {name, value}); });
}

class SqlEngines : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] std::string place() {
    if (GetParam() == "memory") return "memory";
    if (GetParam() == "sqlite") return "sqlite:" + folder.file("t.db");
    if (!postgres) postgres = std::make_unique<test::PostgresDatabase>();
    return postgres->url();
  }
  test::TemporaryFolder folder;
  std::unique_ptr<test::PostgresDatabase> postgres;
};

TEST_P(SqlEngines, KeepsWhatAUnitWrote) {
  const auto store = open(place());
  EXPECT_EQ(load(*store, "a"), "none");
  save(*store, "a", "1");
  save(*store, "a", "2");
  EXPECT_EQ(load(*store, "a"), "2");
}

TEST_P(SqlEngines, UndoesAUnitThatThrowsAndNoOther) {
  const auto store = open(place());
  const auto broken = [](SqlTransaction &transaction) {
    transaction.query("save_setting", {"a", "1"});
    EXPECT_EQ(transaction.query("load_setting", {"a"}).size(), 1U);  // it sees what it wrote
    throw std::runtime_error("no");
  };
  EXPECT_THROW(store->run(broken), std::runtime_error);
  std::vector<std::promise<bool>> done(3);
  for (std::size_t i = 0; i < done.size(); ++i) {
    store->submit({.work =
                       [i](SqlTransaction &transaction) {
                         transaction.query("save_setting", {"b" + std::to_string(i), "x"});
                         if (i == 1) throw std::runtime_error("no");
                       },
                   .done = [&done, i](bool outcome) { done[i].set_value(outcome); }});
  }
  EXPECT_TRUE(done[0].get_future().get());
  EXPECT_FALSE(done[1].get_future().get());
  EXPECT_TRUE(done[2].get_future().get());
  EXPECT_EQ(load(*store, "a") + load(*store, "b0") + load(*store, "b1") + load(*store, "b2"), "nonexnonex");
}

TEST_P(SqlEngines, KeepsAnyBytes) {
  const auto store = open(place());
  for (const std::string &text :
       {std::string("a\0b", 3),
        std::string("\x01"
                    "00"),
        std::string("\xff\x01\0\xc3", 4), std::string("\xc3\xa9 \xe4\xb8\xad"), std::string()}) {
    save(*store, "key " + text, text);
    EXPECT_EQ(load(*store, "key " + text), text);
  }
}

TEST_P(SqlEngines, RunsAStatementForEachListOfParametersInTheirOrder) {
  const auto store = open(place());
  constexpr int many = 250;  // more than go over the network together
  std::vector<std::vector<SqlValue>> settings, names;
  for (int i = 0; i < many; ++i) {
    settings.push_back({"a" + std::to_string(i % (many - 1)), std::to_string(i)});  // the first and the last are one
    names.push_back({"a" + std::to_string(i)});
  }
  std::vector<std::vector<SqlRow>> rows;
  store->run([&](SqlTransaction &transaction) {
    EXPECT_THAT(transaction.query_each("save_setting", settings), testing::SizeIs(many));
    rows = transaction.query_each("load_setting", names);
    EXPECT_THAT(transaction.query_each("load_setting", {}), testing::IsEmpty());
  });
  ASSERT_THAT(rows, testing::SizeIs(many));
  EXPECT_EQ(rows[0].at(0).text(0), std::to_string(many - 1)) << "the last one wrote last";
  EXPECT_EQ(rows[many - 2].at(0).text(0), std::to_string(many - 2));
  EXPECT_THAT(rows[many - 1], testing::IsEmpty()) << "nobody wrote it";
}

/// Submits all while the store is busy, so that they are one group; gives their outcomes.
std::vector<bool> in_one_group(SqlStore &store, const std::vector<std::function<void(SqlTransaction &)>> &works) {
  std::promise<void> all_are_there;
  const std::shared_future<void> there(all_are_there.get_future());
  store.submit({.work = [there](SqlTransaction &) { there.wait(); }, .done = [](bool) {}});
  std::vector<std::promise<bool>> done(works.size());
  for (std::size_t i = 0; i < works.size(); ++i)
    store.submit({.work = works[i], .done = [&done, i](bool outcome) { done[i].set_value(outcome); }});
  all_are_there.set_value();
  std::vector<bool> outcomes;
  for (std::promise<bool> &outcome : done) outcomes.push_back(outcome.get_future().get());
  return outcomes;
}

std::function<void(SqlTransaction &)> saving(const std::string &name, const SqlValue &value) {
  return [=](SqlTransaction &transaction) { transaction.query("save_setting", {name, value}); };
}

TEST_P(SqlEngines, AStatementThatFailsSpoilsNoOtherUnit) {
  {
    const auto store = open(place());
    const auto outcomes = in_one_group(*store, {saving("a", "1"),
                                                [](SqlTransaction &transaction) {
                                                  saving("b", "1")(transaction);
                                                  saving("b", nullptr)(transaction);  // NOT NULL
                                                },
                                                saving("c", "1")});
    EXPECT_THAT(outcomes, testing::ElementsAre(true, false, true));
    EXPECT_EQ(load(*store, "a") + load(*store, "b") + load(*store, "c"), "1none1");
  }
  if (GetParam() == "memory") return;
  const auto again = open(place());
  EXPECT_EQ(load(*again, "a") + load(*again, "b") + load(*again, "c"), "1none1") << "what was answered is durable";
}

TEST_P(SqlEngines, GivesNullsNumbersAndTextsApart) {
  const auto store = open(place());
  EXPECT_THROW(store->run([](SqlTransaction &transaction) {
    transaction.query("save_setting", {"a", nullptr});
  }),
               std::exception);  // NOT NULL
  EXPECT_THROW(store->run([](SqlTransaction &transaction) { transaction.query("no_such_statement"); }),
               std::logic_error);
  const SqlRow row({nullptr, std::int64_t{7}, std::string("7")});
  EXPECT_TRUE(row.is_null(0));
  EXPECT_EQ(row.optional_text(0), std::nullopt);
  EXPECT_EQ(row.optional_integer(1), 7);
  EXPECT_EQ(row.text(2), "7");
  EXPECT_THROW(static_cast<void>(row.text(1)), std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(All, SqlEngines, testing::Values("memory", "sqlite", "postgresql"),
                         [](const auto &engine) { return engine.param; });

TEST(SqlFile, OutlivesTheServerInAFileOfTheContract) {
  const test::TemporaryFolder folder;
  save(*open("sqlite:" + folder.file("pitboss.db")), "a", "1");
  EXPECT_TRUE(std::filesystem::exists(folder.file("pitboss.feed.db")));
  EXPECT_EQ(load(*open("sqlite:" + folder.file("pitboss.db")), "a"), "1");
}

TEST(SqlFile, AUnitForWhichThereIsNoRoomSpoilsNoOther) {
  const test::TemporaryFolder folder;
  const std::string place = "sqlite:" + folder.file("pitboss.db");
  {
    const auto store = open(place);
    const test::FileSizeLimit limit(500'000);
    const auto outcomes =
        in_one_group(*store, {saving("a", "1"), saving("b", std::string(1'000'000, 'x')), saving("c", "1")});
    EXPECT_THAT(outcomes, testing::ElementsAre(true, false, true));
  }
  const auto again = open(place);
  EXPECT_EQ(load(*again, "a") + load(*again, "b") + load(*again, "c"), "1none1") << "what was answered is durable";
}

TEST(SqlFile, RefusesAnotherServerAndANewerVersion) {
  const test::TemporaryFolder folder;
  const std::string place = "sqlite:" + folder.file("pitboss.db");
  const auto message = [&]() -> std::string {
    try {
      open(place);
      return {};
    } catch (const std::runtime_error &error) {
      return error.what();
    }
  };
  {
    const auto store = open(place);
    EXPECT_THAT(message(), testing::HasSubstr("in use by another server"));
  }
  sqlite3 *file = nullptr;
  sqlite3_open(folder.file("pitboss.feed.db").c_str(), &file);
  sqlite3_exec(file, "PRAGMA user_version = 99", nullptr, nullptr, nullptr);
  sqlite3_close(file);
  EXPECT_THAT(message(), testing::HasSubstr("is of version 99"));
}

}  // namespace
}  // namespace pitboss::reference::store
