// A failure comes with a scenario file that fails the same way, alone, and passes against a right server.
#include <algorithm>

#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {
namespace {

using results::Verdict;

/// A fault, and a scenario that finds it.
struct Found {
  std::string fault, scenario;
};
void PrintTo(const Found &found, std::ostream *out) {
  *out << found.fault;
}

class Replays : public testing::TestWithParam<Found> {};

std::vector<std::string> failed_requirements(const results::Results &results) {
  std::vector<std::string> ids;
  for (const results::RequirementResult &row : results.requirements)
    if (row.verdict == Verdict::fail) ids.push_back(row.id);
  return ids;
}

TEST_P(Replays, FailTheSameRequirementAndPassAgainstTheRightServer) {
  const TemporaryFolder folder;
  const ReferenceServer wrong({.faults = {GetParam().fault}});
  const Checked first = check(wrong, {"--only", GetParam().scenario});
  EXPECT_EQ(first.finished.exit_code, 1) << first.finished.out;
  const auto has_replay = [](const results::Scenario &scenario) { return !scenario.replay.empty(); };
  const auto &all = first.results.scenarios;
  const auto failed = std::find_if(all.begin(), all.end(), has_replay);
  ASSERT_NE(failed, all.end());
  const std::string file = folder.write("replay.yaml", failed->replay);

  const Checked again = check(wrong, {"--replay", file});
  EXPECT_EQ(again.finished.exit_code, 1) << again.finished.out << failed->replay;
  EXPECT_EQ(failed_requirements(again.results), failed_requirements(first.results)) << failed->replay;

  const ReferenceServer right({});
  const Checked passed = check(right, {"--replay", file});
  EXPECT_EQ(passed.finished.exit_code, 0) << passed.finished.out << failed->replay;
}

INSTANTIATE_TEST_SUITE_P(All, Replays,
                         testing::Values(Found{"replay-applies-again", "wallet.replay.credit-is-paid-once"},
                                         Found{"missing-ip-tolerated", "wallet.fields.missing-on-debit[field=ip]"}),
                         [](const auto &parameter) { return test_name(parameter.param.fault); });

}  // namespace
}  // namespace pitboss::test
