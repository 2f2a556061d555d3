#include "simulator/traffic/figures.hpp"

#include <gtest/gtest.h>

namespace pitboss::traffic {
namespace {

using namespace std::chrono_literals;

/// What a timeline holds after so many seconds with one right reply each, every `gap`-th second.
Timeline recorded(int seconds, int gap) {
  Timeline timeline;
  for (int second = 0; second < seconds; second += gap) timeline.record(second * 1s, Outcome::right, 1'000);
  timeline.finish();
  return timeline;
}

std::uint64_t latencies(const Timeline &timeline) {
  std::uint64_t count = 0;
  for (const Interval &interval : timeline.intervals())
    if (!interval.latency.empty()) count += Histogram::decode(interval.latency).count();
  return count;
}

std::uint64_t right(const Timeline &timeline) {
  std::uint64_t count = 0;
  for (const Interval &interval : timeline.intervals()) count += interval.ended[0];
  return count;
}

TEST(Timeline, HoldsALongRunInAsManyIntervalsAsAShortOne) {
  for (const int seconds : {1, 239, 240, 241, 242, 479, 480, 481, 1'000, 5'000})
    for (const int gap : {1, 7, 300}) {
      SCOPED_TRACE(std::to_string(seconds) + " s, every " + std::to_string(gap));
      const Timeline timeline = recorded(seconds, gap);
      const auto expected = static_cast<std::uint64_t>((seconds + gap - 1) / gap);
      EXPECT_LE(timeline.intervals().size(), Timeline::most);
      EXPECT_EQ(right(timeline), expected);
      EXPECT_EQ(latencies(timeline), expected);
    }
}

TEST(Timeline, PutsEachReplyWhereItsTimeIs) {
  const Timeline timeline = recorded(1'000, 1);
  EXPECT_EQ(timeline.length(), 8s);
  for (std::size_t i = 0; i < timeline.intervals().size(); ++i) EXPECT_EQ(timeline.intervals()[i].ended[0], 8U) << i;
}

TEST(Timeline, MergesWithALongerOne) {
  Timeline both = recorded(100, 1);
  both.merge(recorded(1'000, 1));
  EXPECT_EQ(both.length(), 8s);
  EXPECT_EQ(right(both), 1'100U);
  EXPECT_EQ(latencies(both), 1'100U);
}

}  // namespace
}  // namespace pitboss::traffic
