#include "simulator/traffic/arrival.hpp"

#include <algorithm>

namespace pitboss::traffic {
namespace {

using namespace std::chrono_literals;

std::vector<Nanoseconds> all_of(Schedule schedule) {
  std::vector<Nanoseconds> times;
  while (const auto next = schedule.next()) times.push_back(*next);
  return times;
}

std::vector<Nanoseconds> times(const std::vector<Phase> &phases, Arrival arrival, std::uint64_t seed = 1,
                               Part part = {}) {
  return all_of(Schedule(phases, arrival, seed, part));
}

std::size_t count_before(const std::vector<Nanoseconds> &all, Nanoseconds end) {
  return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), end) - all.begin());
}

TEST(Schedule, SpacesConstantArrivalsEvenly) {
  const auto all = times({{1s, 4, 4}}, Arrival::constant);
  EXPECT_EQ(all, (std::vector<Nanoseconds>{0ms, 250ms, 500ms, 750ms}));
}

TEST(Schedule, FollowsARamp) {
  const auto all = times({{10s, 0, 200}}, Arrival::constant);
  ASSERT_EQ(all.size(), 1'000U);
  EXPECT_EQ(all.front(), 0s);
  EXPECT_EQ(count_before(all, 5s), 250U);  // a quarter of the area lies in the first half
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST(Schedule, FollowsARampDownToNothing) {
  const auto all = times({{10s, 200, 0}}, Arrival::constant);
  EXPECT_EQ(all.size(), 1'000U);
  EXPECT_EQ(count_before(all, 5s), 750U);
  EXPECT_LE(all.back(), 10s);
}

TEST(Schedule, FollowsStepsPausesAndASpike) {
  const auto all = times({{1s, 100, 100}, {1s, 0, 0}, {100ms, 5'000, 5'000}, {1s, 10, 10}}, Arrival::constant);
  EXPECT_EQ(count_before(all, 1s), 100U);
  EXPECT_EQ(count_before(all, 2s), 100U);
  EXPECT_EQ(count_before(all, 2'100ms), 600U);
  EXPECT_EQ(all.size(), 610U);
}

TEST(Schedule, DrawsPoissonArrivalsFromTheSeed) {
  const std::vector<Phase> phases{{10s, 1'000, 1'000}};
  EXPECT_EQ(times(phases, Arrival::poisson, 7), times(phases, Arrival::poisson, 7));
  EXPECT_NE(times(phases, Arrival::poisson, 7), times(phases, Arrival::poisson, 8));
}

TEST(Schedule, KeepsTheRateOfPoissonArrivalsAndTheirSpread) {
  const auto all = times({{100s, 1'000, 1'000}}, Arrival::poisson, 3);
  EXPECT_NEAR(static_cast<double>(all.size()), 100'000, 1'500);  // more than four standard deviations
  std::size_t short_gaps = 0;  // of an exponential distribution 63.2 percent are below the mean
  for (std::size_t i = 1; i < all.size(); ++i) short_gaps += all[i] - all[i - 1] < 1ms ? 1 : 0;
  EXPECT_NEAR(static_cast<double>(short_gaps) / static_cast<double>(all.size()), 0.632, 0.01);
}

TEST(Schedule, DividesConstantArrivalsWithoutOverlap) {
  const std::vector<Phase> phases{{2s, 10, 100}};
  std::vector<Nanoseconds> together;
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto part = times(phases, Arrival::constant, 1, {i, 3});
    together.insert(together.end(), part.begin(), part.end());
  }
  std::sort(together.begin(), together.end());
  EXPECT_EQ(together, times(phases, Arrival::constant));
}

TEST(Schedule, DividesTheRateOfPoissonArrivals) {
  std::size_t sum = 0;
  for (std::uint32_t i = 0; i < 4; ++i) sum += times({{100s, 1'000, 1'000}}, Arrival::poisson, 1, {i, 4}).size();
  EXPECT_NEAR(static_cast<double>(sum), 100'000, 1'500);
}

TEST(Random, IsTheSameEverywhere) {
  Random random(42, 54);
  EXPECT_EQ(random.next(), 0xa15c02b7U);  // the published check values of PCG32
  EXPECT_EQ(random.next(), 0x7b47f409U);
  EXPECT_EQ(random.next(), 0xba1d3330U);
}

TEST(Random, HappensInItsShare) {
  Random random(1, 1);
  int hits = 0;
  for (int i = 0; i < 1'000'000; ++i) hits += random.happens(25'000) ? 1 : 0;
  EXPECT_NEAR(hits, 25'000, 700);
  EXPECT_FALSE(random.happens(0));
  EXPECT_TRUE(random.happens(whole));
}

}  // namespace
}  // namespace pitboss::traffic
