#include "schemas/wire/leading_integer.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "schemas/wire/whole_number.hpp"

namespace pitboss::wire {
namespace {

TEST(LeadingInteger, ReadsWhatATextBeginsWith) {
  EXPECT_EQ(leading_integer<int>("12"), 12);
  EXPECT_EQ(leading_integer<int>("-12 ms"), -12);
  EXPECT_EQ(leading_integer<int>("+7"), 7);
  EXPECT_EQ(leading_integer<int>("1e3"), 1);
}

TEST(LeadingInteger, IsZeroWhereThereIsNone) {
  for (const char *text : {"", "-", "+", "+-1", "x1", " 1"}) EXPECT_EQ(leading_integer<int>(text), 0) << text;
}

TEST(LeadingInteger, StaysInTheRangeOfTheType) {
  EXPECT_EQ(leading_integer<std::int8_t>("128"), 127);
  EXPECT_EQ(leading_integer<std::int8_t>("-999"), -128);
  EXPECT_EQ(leading_integer<unsigned>("-5"), 0U);
  EXPECT_EQ(leading_integer<std::int64_t>("99999999999999999999"), INT64_MAX);
}

TEST(WholeNumber, IsTheWholeTextOrNothing) {
  EXPECT_EQ(whole_number("0"), 0);
  EXPECT_EQ(whole_number("-12"), -12);
  EXPECT_EQ(whole_number("9223372036854775807"), INT64_MAX);
  for (const char *text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "9223372036854775808"})
    EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

}  // namespace
}  // namespace pitboss::wire
