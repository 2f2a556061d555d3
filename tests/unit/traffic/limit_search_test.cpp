#include "simulator/traffic/limit_search.hpp"

#include <gtest/gtest.h>

namespace pitboss::traffic {
namespace {

/// Searches where rates up to `limit` hold; returns how many were tried.
int search(LimitSearch &search, std::int64_t limit) {
  int steps = 0;
  while (const auto rate = search.next()) {
    search.tell(*rate, *rate <= limit);
    if (++steps > 100) break;
  }
  return steps;
}

TEST(LimitSearch, FindsTheLimitWithinATwentieth) {
  for (const std::int64_t first : {1, 100, 5'000, 1'000'000})
    for (const std::int64_t limit : {1, 2, 3, 99, 100, 101, 7'777, 123'456}) {
      LimitSearch one(first);
      EXPECT_LE(search(one, limit), 40) << first << " " << limit;
      EXPECT_LE(one.held(), limit);
      EXPECT_GE(one.held() + std::max<std::int64_t>(1, one.held() / 20), limit) << first;
      ASSERT_TRUE(one.broke().has_value());
      EXPECT_GT(*one.broke(), limit);
    }
}

TEST(LimitSearch, EndsWhereNothingHolds) {
  LimitSearch none(100);
  EXPECT_LE(search(none, 0), 10);
  EXPECT_EQ(none.held(), 0);
  EXPECT_EQ(none.broke(), 1);
}

TEST(LimitSearch, EndsWhereEverythingHolds) {
  LimitSearch all(100);
  search(all, 1'000'000'000);
  EXPECT_EQ(all.held(), 10'000'000);
  EXPECT_EQ(all.broke(), std::nullopt);
}

}  // namespace
}  // namespace pitboss::traffic
