#include "simulator/traffic/feed_book.hpp"

#include "simulator/model/feed_model.hpp"
#include "simulator/traffic/feed_day.hpp"
#include "simulator/traffic/feed_walk.hpp"
#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic {
namespace {

using testing::HasSubstr;
using wire::Json;

FeedSetup setup_of(const std::string &more = "", Part shard = {}) {
  const target::TargetFile target = target::parse_target(R"(name: acme
feed:
  base_url: http://127.0.0.1:1
  client_id: acme
  client_secret: very-secret
  affiliate_ids: [AFF-1, AFF-2]
)",
                                                         "acme.yaml", [](const std::string &) { return std::nullopt; });
  const Profile profile =
      parse_profile("profile: small\nfeed:\n  streams: 5\n  fine_amounts: 20\n" + more, "traffic.yaml");
  return make_feed_setup(target.rest_of("feed"), profile.file, shard, 7, "pb1",
                         *wire::parse_date_time("2026-11-25T10:00:00Z"));
}

/// Days of pushes, the books kept by FeedBook and by the model of the scenarios.
class FeedDays : public testing::Test {
 protected:
  FeedDays() {
    for (int hour = 0; hour < 60; ++hour) {
      std::deque<FeedPush> pushes;
      day.next_hour(book, std::nullopt, pushes);
      for (const FeedPush &push : pushes) play(push);
    }
  }
  void play(const FeedPush &push) {
    for (const FeedRecordRef &ref : push.records) {
      const Json record = book.record(ref);
      if (push.damage == nullptr) model_of(push.kind).put(record);
      if (push.kind == FeedKind::customer || push.damage != nullptr) continue;
      EXPECT_TRUE(book.is_there({FeedKind::customer, book.customer_of(ref.row)}))
          << "customers come before what names them";
    }
    book.end(push.records, push.damage == nullptr ? PushEnd::accepted : PushEnd::refused);
  }
  model::RecordBook &model_of(FeedKind kind) { return models[static_cast<std::size_t>(kind)]; }

  FeedSetup setup = setup_of("  must_be_refused: 50\n");
  FeedBook book{setup, 1};
  FeedDay day{setup, 1};
  model::RecordBook models[feed_kinds] = {model::RecordBook({"customer_id"}), model::RecordBook({"transaction_id"}),
                                          model::RecordBook({"date", "customer_id", "game_type", "currency"})};
};

TEST_F(FeedDays, AreKeptAsTheModelKeepsThem) {
  for (const FeedKind kind : {FeedKind::customer, FeedKind::transaction, FeedKind::activity}) {
    ASSERT_EQ(book.count(kind), model_of(kind).rows().size()) << to_string(kind);
    for (const auto &[key, record] : model_of(kind).rows()) {
      const auto row = book.row_in(kind, record);
      ASSERT_TRUE(row) << wire::to_text(record);
      EXPECT_EQ(book.record(*row), record);
      EXPECT_TRUE(shows(record, book.record(*row), kind));
    }
  }
}

TEST_F(FeedDays, BeginEachCustomerWithHisFirstTimeDeposit) {
  for (std::uint32_t customer = 0; customer < book.customers(); ++customer) {
    bool deposited = false;
    for (const FeedRow row : book.rows_of(FeedKind::transaction, customer)) {
      if (!book.is_there(row)) continue;
      const bool is_first = book.transaction(row.index).first;
      EXPECT_EQ(is_first, !deposited);
      if (is_first) {
        EXPECT_EQ(*book.record(row).find("transaction_type"), Json("deposit"));
      }
      deposited = true;
    }
  }
}

TEST_F(FeedDays, HaveExactRevenueOfAtMost15Digits) {
  bool is_any_negative = false;
  for (const auto &[key, record] : model_of(FeedKind::activity).rows()) {
    const wire::Decimal ggr = amount_at(record, "ggr");
    EXPECT_EQ(ggr, amount_at(record, "total_bets") - amount_at(record, "wins"));
    for (const char *name : {"total_bets", "wins", "ggr", "ngr"})
      EXPECT_LE(amount_at(record, name).significant_digits(), 15) << wire::to_text(record);
    is_any_negative = is_any_negative || ggr.is_negative();
  }
  EXPECT_TRUE(is_any_negative);
}

TEST_F(FeedDays, AreTheSameFromTheSameSeed) {
  FeedBook other_book(setup, 1);
  FeedDay other_day(setup, 1);
  std::deque<FeedPush> pushes;
  for (int hour = 0; hour < 20; ++hour) other_day.next_hour(other_book, std::nullopt, pushes);
  ASSERT_FALSE(pushes.empty());
  FeedBook third_book(setup, 1);
  FeedDay third_day(setup, 1);
  std::deque<FeedPush> again;
  for (int hour = 0; hour < 20; ++hour) third_day.next_hour(third_book, std::nullopt, again);
  ASSERT_EQ(pushes.size(), again.size());
  for (std::size_t i = 0; i < pushes.size(); ++i)
    for (std::size_t j = 0; j < pushes[i].records.size(); ++j)
      EXPECT_EQ(other_book.record(pushes[i].records[j]), third_book.record(again[i].records[j]));
}

TEST_F(FeedDays, TellThePushesThatExplainARow) {
  const FeedRow row{FeedKind::customer, 0};
  EXPECT_THAT(book.history(row), HasSubstr("accepted: {\"customer_id\":\"pb1-1-c0\""));
}

/// A list of customer 0's transactions, as a right target gives it.
class FeedList : public FeedDays {
 protected:
  Page page_of(std::size_t from, std::size_t count) {
    Page page;
    std::vector<Json> rows;
    for (const FeedRow row : book.rows_of(FeedKind::transaction, 0))
      if (book.is_there(row)) rows.push_back(book.record(row));
    for (std::size_t i = from; i < std::min(from + count, rows.size()); ++i) page.rows.push_back(rows[i]);
    page.total = rows.size();
    if (from + count < rows.size()) page.next = "at " + std::to_string(from + count);
    return page;
  }
  FeedWalk walk{book, {FeedKind::transaction, 0, "", 4, false}};
  std::vector<FeedFault> faults;
};

TEST_F(FeedList, IsRightPageByPage) {
  std::size_t at = 0;
  for (; walk.take(page_of(at, 4), faults); at += 4) EXPECT_THAT(walk.query(), HasSubstr("cursor=at%20"));
  EXPECT_GT(at, 4U);
  EXPECT_TRUE(faults.empty()) << faults.front().story;
}

TEST_F(FeedList, TellsARowThatIsLostBetweenPages) {
  std::size_t at = 0;
  for (; walk.take(page_of(at, 4), faults); at += 5) {
  }
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.front().kind, "missing");
  EXPECT_THAT(faults.front().story, HasSubstr("Its pushes, newest first"));
}

TEST_F(FeedList, TellsARowThatComesTwice) {
  walk.take(page_of(0, 4), faults);
  walk.take(page_of(3, 4), faults);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().kind, "twice");
}

TEST_F(FeedList, LooksAwayFromWhatIsPushedMeanwhile) {
  walk.take(page_of(0, 4), faults);
  FeedPush change;
  for (const FeedRow row : book.rows_of(FeedKind::transaction, 0)) change.records.push_back({row, {1, 1}});
  walk.touch(change.records);
  walk.take(page_of(3, 1'000), faults);
  for (const FeedFault &fault : faults) EXPECT_EQ(fault.kind, "page-size");
}

TEST_F(FeedList, TellsAnAmountThatWentThroughADouble) {
  Page page = page_of(0, 4);
  page.rows[0].set("amount_currency", Json(wire::JsonNumber{"10.000000000000002"}));
  walk.take(page, faults);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().kind, "row");
}

TEST(FeedSetup, ShardsDivideTheStreams) {
  std::vector<std::size_t> streams;
  for (std::uint32_t shard = 0; shard < 2; ++shard)
    for (const std::size_t stream : setup_of("", {shard, 2}).streams) streams.push_back(stream);
  EXPECT_THAT(streams, testing::UnorderedElementsAre(1, 2, 3, 4, 5));
}

TEST(AccessTokens, KnowATokenThatIsGivenAgain) {
  AccessTokens tokens;
  const auto first = tokens.put("one", std::chrono::hours(1));
  EXPECT_FALSE(first->given_again);
  EXPECT_EQ(tokens.put("one", std::chrono::hours(1)), first);
  EXPECT_TRUE(first->given_again);
  EXPECT_NE(tokens.put("two", std::chrono::hours(1)), first);
  EXPECT_EQ(tokens.given(), 3U);
}

TEST(AccessTokens, AreAskedForByOneAtATime) {
  AccessTokens tokens;
  EXPECT_TRUE(tokens.begin_asking());
  EXPECT_FALSE(tokens.begin_asking());
  tokens.end_asking();
  EXPECT_TRUE(tokens.begin_asking());
}

}  // namespace
}  // namespace pitboss::traffic
