#include "simulator/scenario/amounts.hpp"

#include <gtest/gtest.h>

namespace pitboss::scenario {
namespace {

wire::Decimal money(const char *text) {
  return *wire::Decimal::parse(text);
}
const AmountWords words{money("1000.00"), money("0.01")};

TEST(Amounts, AreDecimalsAndSumsWithWords) {
  EXPECT_EQ(evaluate_amount("10.00", words), money("10"));
  EXPECT_EQ(evaluate_amount("+15.00", words), money("15"));
  EXPECT_EQ(evaluate_amount("-opening", words), money("-1000"));
  EXPECT_EQ(evaluate_amount("opening + unit", words), money("1000.01"));
  EXPECT_EQ(evaluate_amount("opening - 10.00 + unit", words), money("990.01"));
  EXPECT_EQ(evaluate_amount("1e1", words), money("10"));
  EXPECT_EQ(evaluate_amount("1e-1 - 1E+1", words), money("-9.9"));
}

TEST(Amounts, AreNothingElse) {
  for (const char *text : {"", "ten", "opening opening", "1 2", "+", "opening +", "1,00", "10.00 EUR"})
    EXPECT_EQ(evaluate_amount(text, words), std::nullopt) << text;
}

TEST(Amounts, ChangesAreShownWithTheirSign) {
  EXPECT_EQ(signed_text(money("15"), 2), "+15.00");
  EXPECT_EQ(signed_text(money("-0.5"), 2), "-0.50");
  EXPECT_EQ(signed_text(money("0"), 2), "0.00");
}

}  // namespace
}  // namespace pitboss::scenario
