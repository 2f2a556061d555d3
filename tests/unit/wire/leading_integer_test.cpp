#include "schemas/wire/leading_integer.hpp"

#include <gtest/gtest.h>

#include <cstdint>

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

}  // namespace
}  // namespace pitboss::wire
