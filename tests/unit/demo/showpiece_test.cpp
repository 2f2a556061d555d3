#include "simulator/demo/showpiece.hpp"

/// How often a bet was taken, by the balances alone.
namespace pitboss::demo {
namespace {

std::optional<int> times(std::string_view before, std::string_view after, std::string_view amount) {
  return times_charged(*wire::Decimal::parse(before), *wire::Decimal::parse(after), *wire::Decimal::parse(amount));
}

TEST(TimesCharged, IsExact) {
  EXPECT_EQ(times("10", "10.00", "0.1"), 0);
  EXPECT_EQ(times("0.3", "0.2", "0.1"), 1);
  EXPECT_EQ(times("10000.00", "9980.00", "10.00"), 2);
  EXPECT_EQ(times("0", "-30", "10"), 3);
}

TEST(TimesCharged, IsNotKnownWhereOtherMoneyMoved) {
  EXPECT_EQ(times("10", "9.95", "0.1"), std::nullopt);
  EXPECT_EQ(times("10", "20", "10"), std::nullopt);
  EXPECT_EQ(times("100000", "0", "10"), std::nullopt);
}

Judgement judged(std::string_view after, int status) {
  return judge(wire::Decimal(100), *wire::Decimal::parse(after), wire::Decimal(10),
               {.status = status, .body = {}, .balance = {}, .code = {}});
}

TEST(Judgement, OnceIsRight) {
  EXPECT_EQ(judged("90.00", 200).verdict, Showpiece::Verdict::right);
  EXPECT_EQ(judged("90", 200).charges, 1);
}

TEST(Judgement, AnythingElseThatWasTakenIsWrong) {
  for (const char *after : {"80", "100", "89.99", "110", "90.001"})
    EXPECT_EQ(judged(after, 200).verdict, Showpiece::Verdict::wrong) << after;
  EXPECT_EQ(judged("90", 400).verdict, Showpiece::Verdict::wrong);  // every replay gets 200
  EXPECT_EQ(judged("80", 400).verdict, Showpiece::Verdict::wrong);
  EXPECT_THAT(judged("80", 200).text, testing::HasSubstr("charged 2 times: the balance must be 90.00 and is 80.00"));
  EXPECT_THAT(judged("89.99", 200).text, testing::HasSubstr("charged wrongly"));
  EXPECT_THAT(judged("90", 400).text, testing::HasSubstr("its retry was refused. Broken: wallet.replay.applies-once"));
}

TEST(Judgement, ABetThatWasNotTakenShowsNothing) {
  EXPECT_EQ(judged("100", 400).verdict, Showpiece::Verdict::none);
  EXPECT_EQ(judged("100", 0).verdict, Showpiece::Verdict::none);
}

}  // namespace
}  // namespace pitboss::demo
