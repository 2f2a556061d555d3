#include <gmock/gmock.h>

#include <fstream>

#include "schemas/wire/encoding.hpp"
#include "simulator/scenario/run_with.hpp"
#include "simulator/scenario/scenario_files.hpp"
#include "tests/unit/scenario/fake_wallet.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using testing::FakeWallet;

/// An expectation that the model contradicts is a fault of the scenario.
TEST(ShippedScenarios, AllPassAgainstTheModelAlone) {
  FakeWallet wallet;
  const std::atomic<bool> cancelled = false;
  RunOptions options;
  options.seed = 7;
  const results::Results results =
      run_with(wallet.connections(), {}, wallet.target, embedded_scenarios(), options, {}, cancelled);
  for (const results::Finding &finding : results.doctor)
    EXPECT_EQ(finding.verdict, Verdict::pass) << finding.name << ": " << finding.detail;
  for (const results::Scenario &scenario : results.scenarios)
    EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.file << " " << scenario.id << ": " << scenario.reason;
  EXPECT_EQ(results.verdict, results::RunVerdict::conformant) << results.headline;
  for (const char *player : {"player-1", "player-2", "player-3"})
    EXPECT_EQ(wallet.balance_of(player), wire::Decimal(1000)) << "every scenario gives back what it took: " << player;
}

TEST(ShippedScenarios, AreRightBySchemaCatalogueAndPlace) {
  for (const std::string_view file : scenario_file_names()) {
    try {
      EXPECT_FALSE(load_scenarios(*scenario_file(file), std::string(file)).empty()) << file;
    } catch (const files::FileErrors &errors) {
      ADD_FAILURE() << errors.what();
    }
  }
}

}  // namespace
}  // namespace pitboss::scenario
