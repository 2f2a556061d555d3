#include "simulator/scenario/money_story.hpp"

#include <gtest/gtest.h>

namespace pitboss::scenario {
namespace {

wire::Decimal money(const char *text) {
  return *wire::Decimal::parse(text);
}
const MoneyCall credit{"credit", money("25.00"), money("25.00"), 2, ""};
const MoneyCall debit{"debit", money("10.00"), money("-10.00"), 1, ""};

TEST(MoneyStory, TellsWhatHappenedToTheMoney) {
  EXPECT_EQ(tell(credit, {money("1015"), money("1040")}, false, 2),
            "The credit of 25.00 was paid twice: balance 1040.00 where 1015.00 is right (25.00 too much)");
  EXPECT_EQ(tell(debit, {money("990"), money("970")}, false, 2),
            "The debit of 10.00 was taken 3 times: balance 970.00 where 990.00 is right (20.00 too little)");
  EXPECT_EQ(tell(debit, {money("990"), money("1000")}, false, 2),
            "The debit of 10.00 was answered as done, but it was not taken: balance 1000.00 where 990.00 is right "
            "(10.00 too much)");
  EXPECT_EQ(tell(debit, {money("1000"), money("990")}, true, 2),
            "The debit of 10.00 was refused, and taken all the same: balance 990.00 where 1000.00 is right (10.00 too "
            "little)");
  EXPECT_EQ(tell(credit, {money("1015"), money("965")}, false, 2),
            "The credit of 25.00 went the wrong way: balance 965.00 where 1015.00 is right (50.00 too little)");
  EXPECT_EQ(tell(debit, {money("990"), money("990.000001")}, false, 2),
            "The debit of 10.00 was rounded: balance 990.000001 where 990.00 is right (0.000001 too much)");
  EXPECT_EQ(tell(debit, {money("990"), money("987.50")}, false, 2),
            "After the debit of 10.00: balance 987.50 where 990.00 is right (2.50 too little)");
}

}  // namespace
}  // namespace pitboss::scenario
