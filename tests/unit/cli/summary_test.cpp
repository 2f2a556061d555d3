#include "simulator/cli/summary.hpp"

#include "tests/support/golden.hpp"
#include "tests/unit/cli/sample_results.hpp"

namespace pitboss::test {
namespace {

using cli::ExitCode;
using results::RunVerdict;
using results::Verdict;

TEST(Summary, IsAsInTheGoldenFile) {
  const results::Results results = sample_results();
  const std::string text =
      cli::describe_results(results, {}) + cli::describe_verdict(results, {"pitboss-report/results.json"}, {});
  EXPECT_EQ(text, golden("cli/summary.txt", text));
}

TEST(Summary, NeverPassesControlCharactersOfATargetOn) {
  EXPECT_THAT(cli::describe_results(sample_results(), {}), testing::Not(testing::HasSubstr("\x1b")));
}

TEST(Summary, LeavesALongCommandToTheReport) {
  results::Results results = sample_results();
  results.scenarios[0].steps[0].exchanges[0].curl = std::string(5'000, 'x');
  EXPECT_THAT(cli::describe_results(results, {}), testing::HasSubstr("a command of 5000 characters, in the report"));
}

TEST(Summary, TellsExpectedFailuresThatPassed) {
  results::Results results;
  results::Scenario scenario;
  scenario.id = "wallet.replay.fixed";
  scenario.expected_failure = true;
  results.scenarios = {scenario};
  EXPECT_THAT(cli::describe_results(results, {}),
              testing::HasSubstr("expected to fail, but passed: wallet.replay.fixed"));
}

TEST(Summary, NamesFourIdsAndCountsTheRest) {
  results::Results results = sample_results();
  const results::Scenario skipped = results.scenarios.back();
  for (int i = 0; i < 9; ++i) results.scenarios.push_back(skipped);
  EXPECT_THAT(cli::describe_results(results, {}), testing::HasSubstr("and 6 more"));
}

TEST(ExitCodes, FollowTheVerdict) {
  results::Results results;
  results.verdict = RunVerdict::conformant;
  EXPECT_EQ(cli::exit_code_of(results), ExitCode::conformant);
  results.verdict = RunVerdict::nonconformant;
  EXPECT_EQ(cli::exit_code_of(results), ExitCode::nonconformant);
  results.verdict = RunVerdict::incomplete;
  EXPECT_EQ(cli::exit_code_of(results), ExitCode::incomplete);
  results.doctor = {{"connection", Verdict::fail, "refused", ""}};
  EXPECT_EQ(cli::exit_code_of(results), ExitCode::blocked);
}

TEST(ExitCodes, AreTheNumbersThatOthersDependOn) {
  EXPECT_EQ(static_cast<int>(ExitCode::conformant), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::nonconformant), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::usage), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::blocked), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::incomplete), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::harness), 5);
}

}  // namespace
}  // namespace pitboss::test
