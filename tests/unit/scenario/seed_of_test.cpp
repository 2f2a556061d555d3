#include "simulator/scenario/seed_of.hpp"

#include <gtest/gtest.h>

namespace pitboss::scenario {
namespace {

TEST(SeedOf, IsTheSameOnEveryMachine) {
  Scenario scenario;
  EXPECT_EQ(seed_of(scenario, 0), 0xcbf29ce484222325ULL) << "the offset basis of FNV-1a";
  scenario.id = "foobar";
  EXPECT_EQ(seed_of(scenario, 0), 0x85944171f73967e8ULL) << "the published test vector";
  EXPECT_EQ(seed_of(scenario, 7), 0x85944171f73967e8ULL ^ 7);
  scenario.seed = 5;
  EXPECT_EQ(seed_of(scenario, 7), 0x85944171f73967e8ULL ^ 5) << "replays have a seed of their own";
}

}  // namespace
}  // namespace pitboss::scenario
