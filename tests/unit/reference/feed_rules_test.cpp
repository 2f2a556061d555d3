// The feed's rules that no socket is needed for: forms, sums, keys, sealed texts, the rate limit.
#include <random>

#include "reference_impl/feed/rate_limit.hpp"
#include "reference_impl/feed/reading.hpp"
#include "reference_impl/feed/rules.hpp"
#include "reference_impl/feed/sealed.hpp"
#include "reference_impl/feed/storage.hpp"
#include "reference_impl/feed/tokens.hpp"
#include "reference_impl/log.hpp"

namespace pitboss::reference::feed {
namespace {

using wire::Json;

Json parsed(const std::string &text) {
  return std::get<Json>(wire::parse_json(text));
}

/// Codes of the faults of one activity record that has `fields` besides its key.
std::vector<std::string> codes(const std::string &fields) {
  const Json body = parsed(R"({"data":[{"date":"2026-05-01","customer_id":"c","game_type":"slots","currency":"EUR",)" +
                           fields + "}]}");
  std::vector<std::string> found;
  for (const Fault &fault : FeedReading().find_faults(Kind::activity, body)) found.push_back(fault.code);
  return found;
}

TEST(FeedForm, CountsSignificantDigitsAsASchoolbookDoes) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    // Digits with blanks of zeros before and after them, and the point anywhere: the count is known by construction.
    const int digits = 1 + static_cast<int>(random() % 18);
    std::string text;
    for (int d = 0; d < digits; ++d)
      text += static_cast<char>((d == 0 || d == digits - 1 ? '1' : '0') + static_cast<int>(random() % 9));
    const auto places = random() % (text.size() + 1);
    std::string number = text.substr(0, text.size() - places);
    if (number.empty()) number = "0";
    if (places > 0) number += "." + text.substr(text.size() - places) + std::string(random() % 3, '0');
    const auto found = codes("\"ngr\":" + number);
    if (digits <= 15) {
      EXPECT_THAT(found, testing::IsEmpty()) << number;
    } else {
      EXPECT_THAT(found, testing::Contains("significant_digits")) << number;
    }
  }
}

TEST(FeedForm, NamesEachFaultByIndexAndField) {
  const Json body = parsed(R"({"data":[{"date":"2026-02-30","customer_id":"","game_type":"slots","currency":"XXX"},7,
    {"date":"2024-02-29","customer_id":"c","game_type":"slots","currency":"EUR","wins":-1,"bets_count":1.5}]})");
  std::vector<std::string> found;
  for (const Fault &fault : FeedReading().find_faults(Kind::activity, body))
    found.push_back(std::to_string(fault.index.value()) + " " + fault.field + " " + fault.code);
  EXPECT_THAT(found, testing::UnorderedElementsAre("0 date date", "0 customer_id min_length", "0 currency enum",
                                                   "1  type", "2 wins minimum", "2 bets_count type"));
}

TEST(FeedForm, TakesIntegersHoweverTheyAreWrittenAndNullWhereAFieldIsOptional) {
  EXPECT_THAT(codes(R"("bets_count":5.0)"), testing::IsEmpty());
  EXPECT_THAT(codes(R"("bets_count":5e1,"wins":null)"), testing::IsEmpty());
  EXPECT_THAT(codes(R"("wins":"5")"), testing::ElementsAre("type"));
  EXPECT_THAT(codes(R"("wins":1e400)"), testing::ElementsAre("significant_digits"));
}

/// Cents as whole numbers are the independent computation.
std::string as_decimal(long cents) {
  const long size = std::labs(cents);
  std::string text = std::to_string(size / 100) + "." + std::to_string(100 + size % 100).substr(1);
  return (cents < 0 ? "-" : "") + text;
}

TEST(FeedRulesTest, ComputesGgrExactlyAndWithItsSign) {
  const FeedRules rules;
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const auto bets = static_cast<long>(random() % 100'000'000'000'000);
    const auto wins = static_cast<long>(random() % 100'000'000'000'000);
    const Record row = rules.to_row(
        rules, Kind::activity, parsed(R"({"total_bets":)" + as_decimal(bets) + R"(,"wins":)" + as_decimal(wins) + "}"));
    EXPECT_EQ(row.find("ggr")->decimal(), wire::Decimal::parse(as_decimal(bets - wins)));
  }
}

TEST(FeedRulesTest, RefusesAGgrThatIsNotTheDifference) {
  const FeedRules rules;
  const auto check = [&](const std::string &ggr) {
    return rules.check_sums(rules, Kind::activity, parsed(R"({"total_bets":0.3,"wins":0.1,"ggr":)" + ggr + "}"), 0);
  };
  EXPECT_TRUE(check("0.2").empty());
  EXPECT_TRUE(check("0.200").empty());
  ASSERT_EQ(check("0.20000000000001").size(), 1U);
  EXPECT_EQ(check("-0.2").front().field, "ggr");
}

TEST(FeedRulesTest, KeysOfActivityDoNotRunIntoEachOther) {
  const FeedRules rules;
  const auto key = [&](const std::string &customer, const std::string &game) {
    return rules.key(Kind::activity, parsed(R"({"date":"2026-05-01","customer_id":")" + customer +
                                            R"(","game_type":")" + game + R"(","currency":"EUR"})"));
  };
  EXPECT_NE(key("a", "bc"), key("ab", "c"));
  EXPECT_NE(key("a1:b", "c"), key("a", "1:bc"));
  EXPECT_EQ(key("a", "b"), key("a", "b"));
}

TEST(StoredKeys, AreTheKeysWhereTheyAreShortAndNeverOneForTwo) {
  EXPECT_EQ(stored_key("anna"), "anna");
  const std::string whole(800, 'x');
  EXPECT_EQ(stored_key(whole), whole);
  const std::string cut = stored_key(whole + "a");
  EXPECT_EQ(cut.size(), 801U);
  EXPECT_EQ(stored_key(whole + "a"), cut);
  EXPECT_NE(stored_key(whole + "b"), cut) << "they differ behind the cut only";
}

/// Counts what would be round trips to a database.
class CountingTransaction : public store::SqlTransaction {
 public:
  explicit CountingTransaction(store::SqlTransaction &inner) : inner_(inner) {}
  using SqlTransaction::query;
  std::vector<store::SqlRow> query(std::string_view name, std::span<const store::SqlValue> parameters) override {
    ++trips;
    return inner_.query(name, parameters);
  }
  std::vector<std::vector<store::SqlRow>> query_each(
      std::string_view name, std::span<const std::vector<store::SqlValue>> parameters) override {
    ++trips;
    return inner_.query_each(name, parameters);
  }
  int trips = 0;

 private:
  store::SqlTransaction &inner_;
};

TEST(FeedStorageTest, APushTakesAsManyRoundTripsHoweverManyRecordsItHas) {
  const auto store = store::open_sql_store("memory", "feed", make_log("off"), {});
  const FeedStorage storage;
  const auto customer = [](int i) {
    return parsed(R"({"customer_id":")" + std::to_string(i) +
                  R"(","signup_date":"2026-05-01T10:00:00Z","affiliate_id":"A","tracking_data":"t"})");
  };
  const auto trips = [&](int records) {
    std::vector<Record> push;
    for (int i = 0; i < records; ++i) push.push_back(customer(i));
    int counted = 0;
    store->run([&](store::SqlTransaction &sql) {
      sql.query("add_affiliate", {"A"});
      CountingTransaction counting(sql);
      const PushOutcome outcome =
          storage.push(storage, counting, FeedRules(), Kind::customers, push, wire::TimePoint());
      EXPECT_EQ(std::get<Counts>(outcome).received, push.size());
      counted = counting.trips;
    });
    return counted;
  };
  EXPECT_EQ(trips(100), trips(1));
}

TEST(Seal, OpensWhatItSealedAndNothingElse) {
  const Seal seal("key", "cursor");
  const std::string text = seal.seal("[1,2]");
  EXPECT_EQ(seal.open(text), "[1,2]");
  EXPECT_EQ(Seal("key", "access token").open(text), std::nullopt);
  EXPECT_EQ(Seal("other", "cursor").open(text), std::nullopt);
  EXPECT_EQ(seal.open(""), std::nullopt);
  EXPECT_EQ(seal.open(text + "A"), std::nullopt);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char other : {'A', 'B', '.', '='}) {
      std::string damaged = text;
      if (damaged[i] == other) continue;
      damaged[i] = other;
      EXPECT_EQ(seal.open(damaged), std::nullopt) << damaged;
    }
  }
}

TEST(SlidingWindowTest, NoStretchOfAMinuteHasMoreThanItMay) {
  constexpr std::size_t most = 20;
  SlidingWindow limit({.requests = most, .window = std::chrono::seconds(60)});
  std::mt19937 random(3);
  std::vector<SteadyTime> taken;
  SteadyTime now{std::chrono::hours(1)};
  for (int i = 0; i < 5000; ++i) {
    now += std::chrono::milliseconds(random() % 4 == 0 ? random() % 20'000 : random() % 50);
    const auto before = static_cast<std::size_t>(std::count_if(
        taken.begin(), taken.end(), [&](SteadyTime time) { return time + std::chrono::seconds(60) > now; }));
    const auto wait = limit.take("t", now);
    EXPECT_EQ(wait.has_value(), before >= most);
    if (!wait) taken.push_back(now);
  }
}

TEST(SlidingWindowTest, SaysHowLongToWaitAndCountsEachTokenApart) {
  SlidingWindow limit({.requests = 1, .window = std::chrono::seconds(60)});
  const SteadyTime now{std::chrono::hours(1)};
  EXPECT_FALSE(limit.take("a", now));
  EXPECT_EQ(limit.take("a", now + std::chrono::seconds(20)), std::chrono::seconds(40));
  EXPECT_FALSE(limit.take("b", now + std::chrono::seconds(20)));
  EXPECT_TRUE(limit.take("a", now + std::chrono::seconds(59)));
  EXPECT_FALSE(limit.take("a", now + std::chrono::seconds(60))) << "what was refused does not count";
}

}  // namespace
}  // namespace pitboss::reference::feed
