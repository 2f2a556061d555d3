// `pitboss load` with an operator's movements, against the reference server, right, unusual and faulty.
#include <gmock/gmock.h>

#include "tests/e2e/loaded.hpp"
#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {
namespace {

/// Traffic in which everything happens often, so that two seconds are enough.
const std::string dense_profile = R"(profile: dense
duration: 2s
connections: 8
movements:
  players: 12
  metrics_a_movement: [1, 4]
  absolute_metrics: 25
  both_ways: 10
  request_ids: 60
  large_values: 10
  balance_calls: 15
  must_be_refused: 10
  retried: 15
  lost_replies: 10
  duplicated: 10
  together: 15
)";

TEST(LoadMovements, FindsTheRightServerRight) {
  const ReferenceServer server({.players = 2});
  const Loaded loaded = load(dense_profile, server.target_file());
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err;
  EXPECT_EQ(loaded.kinds(), "") << loaded.stories("audit");
  EXPECT_EQ(loaded.results.audit.right, 12U);
  EXPECT_EQ(loaded.book("movements recorded"), loaded.book("movements listed"));
  EXPECT_NE(loaded.book("movements recorded"), "0");
  EXPECT_EQ(loaded.book("sum of all balances, by the books"), loaded.book("sum of all balances, by the target"));
  EXPECT_GT(loaded.results.ended.lost, 0U);
}

TEST(LoadMovements, ShardsHavePlayersOfTheirOwn) {
  const ReferenceServer server({.players = 2});
  std::uint64_t players = 0;
  for (const char *shard : {"1/2", "2/2"}) {
    const Loaded loaded = load(dense_profile, server.target_file(), {"--duration", "300ms", "--shard", shard});
    EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out;
    players += loaded.results.audit.right;
  }
  EXPECT_EQ(players, 12U);
}

class LoadMovementsVariant : public testing::TestWithParam<std::string> {};

TEST_P(LoadMovementsVariant, IsRight) {
  const ReferenceServer server({.variants = {GetParam()}, .players = 2});
  const Loaded loaded = load(dense_profile, server.target_file(), {"--duration", "500ms"});
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err;
}

INSTANTIATE_TEST_SUITE_P(All, LoadMovementsVariant,
                         testing::Values("movements-other-refusals", "movements-created-201",
                                         "movements-no-content-204", "movements-ids-as-numbers",
                                         "movements-rows-with-more-fields", "movements-zero-balances",
                                         "movements-zero-balances-absent", "movements-trailing-zeros",
                                         "movements-utc-offset", "connection-closed-after-each-reply",
                                         "chunked-replies"),
                         [](const auto &tested) { return test_name(tested.param); });

class LoadMovementsFault : public testing::TestWithParam<FaultUnderLoad> {};

TEST_P(LoadMovementsFault, IsFoundAndTold) {
  expect_found(GetParam(), dense_profile);
}

INSTANTIATE_TEST_SUITE_P(
    All, LoadMovementsFault,
    testing::Values(
        FaultUnderLoad{"movements-duplicate-applied", "balance", "too ", true},  // a retry counted twice
        FaultUnderLoad{"movements-duplicate-unsaid", "duplicate-unsaid", "duplicate metric movement request", false},
        FaultUnderLoad{"movements-last-request-ids-known", "retry", "as if it had been new", true},
        FaultUnderLoad{"movements-copies-in-flight-recorded", "copies", "copies with one request ID", true},
        FaultUnderLoad{"movements-updates-in-flight-lost", "balance", "together with others", true},
        FaultUnderLoad{"movements-payload-is-the-key", "refused", "nothing is wrong with it", false},
        FaultUnderLoad{"movements-sums-of-15-digits", "balance", "was due", true},  // decimals through a double
        FaultUnderLoad{"movements-half-applied", "balance", "was due", true},
        FaultUnderLoad{"movements-absolute-adds", "balance", "absolute ", true},
        FaultUnderLoad{"movements-balance-never-negative", "balance", "too much", true},
        FaultUnderLoad{"movements-21-metrics-accepted", "accepted", "21 metrics had to be refused", true},
        FaultUnderLoad{"movements-unknown-code-accepted", "accepted", "an unknown metric had to be refused", true},
        FaultUnderLoad{"movements-payload-rewritten", "audit", "no accepted request had this raw payload", true},
        FaultUnderLoad{"movements-codes-in-any-case", "accepted", "a metric in capitals had to be refused", true},
        FaultUnderLoad{"movements-first-metric-listed", "audit", "listed with other metrics", true},
        FaultUnderLoad{"movements-balances-stop", "balance", "was due", true},
        FaultUnderLoad{"movements-registered-twice", "accepted", "registered already had to be refused", false}),
    [](const auto &tested) { return test_name(tested.param.fault); });

}  // namespace
}  // namespace pitboss::test
