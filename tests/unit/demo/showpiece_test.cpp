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

}  // namespace
}  // namespace pitboss::demo
