#include "simulator/traffic/histogram.hpp"

#include <stdexcept>

#include "schemas/wire/encoding.hpp"

namespace pitboss::traffic {
namespace {

using testing::HasSubstr;

/// 37, 74, … 370000, then 123456789 and 0.
Histogram sample() {
  Histogram histogram;
  for (int i = 1; i <= 10'000; ++i) histogram.record(i * 37);
  histogram.record(123'456'789);
  histogram.record(0);
  return histogram;
}

/// The same, encoded by hdr-histogram-js 3.0.1, an implementation that is not ours.
constexpr const char *sample_of_another =
    "HISTFAAAAJl4nO2K3QnCQBCEJ5MzUZBIMG/6IhZgGTYWbCCQCqzJHuwimJ/"
    "zNFxehEOO2WVnZ5jvWDd7oGoBJABSDPPyeDR3TJnXoHvhiedgd2DJXb8x"
    "/g1z5lyN56ryv2cwJax+prmqV6/+954cxL7lKEiQoIggY8x4jv2KggQJihLK1nYd6w+CBAmKByresy08wecFBYKy5y1hBwdteAU=";

TEST(Histogram, ReadsWhatAnotherImplementationWrote) {
  EXPECT_EQ(Histogram::decode(wire::from_base64(sample_of_another).value()), sample());
}

TEST(Histogram, GivesThePercentilesOfAnotherImplementation) {
  const Histogram histogram = sample();
  EXPECT_EQ(histogram.at(0), 0);
  EXPECT_EQ(histogram.at(50), 185'087);
  EXPECT_EQ(histogram.at(90), 333'055);
  EXPECT_EQ(histogram.at(99), 366'591);
  EXPECT_EQ(histogram.at(99.9), 369'919);
  EXPECT_EQ(histogram.at(99.99), 370'175);
  EXPECT_NEAR(histogram.mean(), 197'323.296, 0.001);
  EXPECT_NEAR(histogram.deviation(), 1'236'956.261, 0.001);
}

TEST(Histogram, ComesBackFromItsEncoding) {
  EXPECT_EQ(Histogram::decode(sample().encode()), sample());
  EXPECT_EQ(Histogram::decode(Histogram().encode()), Histogram());
  EXPECT_EQ(Histogram::decode(Histogram(2).encode()), Histogram(2));
}

TEST(Histogram, RefusesWhatIsNoEncoding) {
  const std::string right = sample().encode();
  EXPECT_THROW(Histogram::decode(""), std::runtime_error);
  EXPECT_THROW(Histogram::decode("no histogram at all"), std::runtime_error);
  EXPECT_THROW(Histogram::decode(right.substr(0, right.size() / 2)), std::runtime_error);
  std::string spoilt = right;
  spoilt[20] = static_cast<char>(spoilt[20] ^ 0x55);
  EXPECT_THROW(Histogram::decode(spoilt), std::runtime_error);
}

TEST(Histogram, MergesWithoutLoss) {
  Histogram odd, even, all;
  for (int i = 0; i < 5'000; ++i) {
    (i % 2 == 0 ? even : odd).record(i * i);
    all.record(i * i);
  }
  odd.merge(even);
  EXPECT_EQ(odd, all);
}

TEST(Histogram, MergesNothingOfAnotherKind) {
  Histogram three(3);
  EXPECT_THROW(three.merge(Histogram(2)), std::invalid_argument);
}

TEST(Histogram, KeepsEachValueWithinItsDigits) {
  for (std::int64_t value = 1; value < 3'000'000'000; value = value * 7 + 3) {
    Histogram histogram;
    histogram.record(value);
    EXPECT_LE(histogram.min(), value);
    EXPECT_GE(histogram.max(), value);
    EXPECT_LE(histogram.max() - histogram.min(), value / 1'000) << value;
  }
}

TEST(Histogram, CountsWhatIsOutOfRangeAtItsEnds) {
  Histogram histogram(3, 1'000'000);
  histogram.record(-5);
  histogram.record(std::int64_t{1} << 60);
  EXPECT_EQ(histogram.count(), 2U);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_GE(histogram.max(), 1'000'000);
}

TEST(Histogram, ForgetsWhatItCounted) {
  Histogram histogram = sample();
  histogram.reset();
  EXPECT_EQ(histogram, Histogram());
  EXPECT_EQ(histogram.at(99), 0);
}

TEST(Histogram, WritesThePercentileTable) {
  const std::string table = sample().percentile_table();
  EXPECT_THAT(table, HasSubstr("       Value     Percentile TotalCount 1/(1-Percentile)\n\n"));
  EXPECT_THAT(table, HasSubstr("   37023.000 0.100000000000       1001           1.11\n"));
  EXPECT_THAT(table, HasSubstr("  185087.000 0.500000000000       5003           2.00\n"));
  EXPECT_THAT(table, HasSubstr("#[Mean    =   197323.296, StdDeviation   =  1236956.261]\n"));
  EXPECT_THAT(table, HasSubstr("Total count    =        10002]\n"));
}

}  // namespace
}  // namespace pitboss::traffic
