// `pitboss load` against the reference server, right and faulty.
#include <gmock/gmock.h>

#include "reference_impl/server.hpp"
#include "tests/e2e/loaded.hpp"
#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {
namespace {

using testing::HasSubstr;

/// Traffic in which everything happens often, so that two seconds are enough.
const std::string dense_profile = R"(profile: dense
duration: 2s
connections: 16
wallet:
  rounds_a_visit: [5, 20]
  bets: [{amount: 0.10, weight: 2}, {amount: 2.50, weight: 1}]
  payouts: [{times: 0, weight: 2}, {times: 1, weight: 1}, {times: 2, weight: 1}]
  return_to_player: 75
  top_up: {below: 50.00, pays: 100.00}
  balance_calls: 10
  several_credits: 30
  free_games: 5
  itemised: 10
  left_open: 5
  rolled_back: 5
  must_be_refused: 5
  retried: 10
  lost_replies: 5
  duplicated: 10
  together: 10
)";

Loaded load(const std::string &target_file, const std::vector<std::string> &arguments = {}) {
  return test::load(dense_profile, target_file, arguments);
}

TEST(Load, FindsTheRightServerRight) {
  const ReferenceServer server({.players = 20});
  const Loaded loaded = load(server.target_file());
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err;
  EXPECT_EQ(loaded.kinds(), "");
  EXPECT_EQ(loaded.results.audit.right, 20U);
  EXPECT_GT(loaded.results.ended.right, 100U);
  EXPECT_GT(loaded.results.ended.lost, 0U);
}

TEST(Load, CanBeRepeatedAtOnceWithTheSameSeed) {
  const ReferenceServer server({.store = "memory", .players = 4});
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(load(server.target_file(), {"--duration", "500ms", "--seed", "7"}).finished.exit_code, 0);
}

TEST(Load, KeepsARate) {
  const ReferenceServer server({.players = 20});
  const Loaded loaded = load(server.target_file(), {"--rate", "200", "--threshold", "p50<60s"});
  EXPECT_THAT(loaded.results.shape, HasSubstr("open loop, 200 a second"));
  EXPECT_EQ(loaded.kinds(), "");
  EXPECT_GT(loaded.results.lag.count, 0U);
}

TEST(Load, BreaksOnAThreshold) {
  const ReferenceServer server({.players = 4});
  const Loaded loaded = load(server.target_file(), {"--duration", "500ms", "--threshold", "p50<1us"});
  EXPECT_EQ(loaded.finished.exit_code, 1);
  EXPECT_THAT(loaded.finished.out, HasSubstr("BROKEN  p50<1us"));
}

class LoadFault : public testing::TestWithParam<FaultUnderLoad> {};

TEST_P(LoadFault, IsFoundAndTold) {
  expect_found(GetParam(), dense_profile);
}

INSTANTIATE_TEST_SUITE_P(
    All, LoadFault,
    testing::Values(FaultUnderLoad{"idempotency-within-a-connection", "replay", "retry of the ",
                                   true},  // a double charge on a retry
                    FaultUnderLoad{"duplicates-in-flight-applied-twice", "balance", "copies in flight", true},
                    FaultUnderLoad{"credits-in-flight-are-lost", "balance", "in flight with others", true},
                    FaultUnderLoad{"debits-in-flight-overdraw", "accepted", "In flight together", false},
                    FaultUnderLoad{"books-overflow", "balance", "too ", true},  // a transaction answered, and lost
                    FaultUnderLoad{"rollback-returns-nothing", "audit", "missing", true},
                    FaultUnderLoad{"overdraft-accepted", "accepted", "had to be refused", true},
                    FaultUnderLoad{"free-game-replay-counts-again", "free-game", "rounds left", false},
                    FaultUnderLoad{"request-id-not-echoed-on-errors", "request-id", "X-Request-ID", false}),
    [](const auto &tested) { return test_name(tested.param.fault); });

std::vector<std::string> variants_of_the_wallet() {
  std::vector<std::string> names;
  for (const reference::VariantInfo &variant : reference::list_variants())
    if (variant.contract.empty() || variant.contract == "wallet") names.push_back(variant.name);
  return names;
}

class LoadVariant : public testing::TestWithParam<std::string> {};

TEST_P(LoadVariant, IsRight) {
  const ReferenceServer server({.variants = {GetParam()}, .players = 20});
  const Loaded loaded = load(server.target_file(), {"--duration", "700ms"});
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err;
  EXPECT_EQ(loaded.results.audit.right, 20U);
}

INSTANTIATE_TEST_SUITE_P(All, LoadVariant, testing::ValuesIn(variants_of_the_wallet()),
                         [](const auto &tested) { return test_name(tested.param); });

TEST(Load, IsBlockedWhereNobodyListens) {
  const ReferenceServer server({.players = 2});
  const TemporaryFolder folder;
  folder.write("gone.yaml",
               "name: gone\nwallet:\n  base_url: http://127.0.0.1:1\n  hmac_secret: secret\n"
               "  provider: p\n  game: g\n  players: [{launch_token: token-1}]\n");
  const Loaded loaded = load(folder.file("gone.yaml"));
  EXPECT_EQ(loaded.finished.exit_code, 3);
  EXPECT_THAT(loaded.finished.out, HasSubstr("connection refused"));
}

TEST(Load, RefusesOptionsThatCannotBe) {
  const ReferenceServer server({.players = 2});
  for (const auto &[arguments, message] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{{{"--threshold", "p99<5"}, "needs its unit"},
                                                                     {{"--duration", "soon"}, "is no time"},
                                                                     {{"--shard", "5/4"}, "1/4 to 4/4"},
                                                                     {{"--shard", "3/3"}, "too few for 3 shards"},
                                                                     {{"--format", "pdf"}, "unknown report format"}}) {
    const Loaded loaded = load(server.target_file(), arguments);
    EXPECT_EQ(loaded.finished.exit_code, 2) << message;
    EXPECT_THAT(loaded.finished.err, HasSubstr(message));
  }
}

}  // namespace
}  // namespace pitboss::test
