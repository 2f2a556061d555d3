#include "simulator/cli/compare.hpp"

#include "tests/unit/cli/sample_results.hpp"

namespace pitboss::test {
namespace {

using results::Verdict;
using testing::HasSubstr;

TEST(Compare, OfARunWithItselfFindsNothing) {
  const cli::Comparison comparison = cli::compare(sample_results(), sample_results());
  EXPECT_FALSE(comparison.worse);
  EXPECT_EQ(comparison.text, "nothing changed\n");
}

TEST(Compare, ANewFailureIsWorseAndSaysWhy) {
  results::Results before = sample_results();
  before.requirements[0].verdict = Verdict::pass;
  const cli::Comparison comparison = cli::compare(before, sample_results());
  EXPECT_TRUE(comparison.worse);
  EXPECT_THAT(comparison.text, HasSubstr("requirement wallet.replay.applies-once: pass -> fail\n    paid twice\n"));
  EXPECT_THAT(comparison.text, HasSubstr("1 change, 1 to the worse\n"));
}

TEST(Compare, ARepairedFailureSaysWhatItWas) {
  results::Results after = sample_results();
  after.requirements[0].verdict = Verdict::pass;
  after.requirements[0].reason.clear();
  const cli::Comparison comparison = cli::compare(sample_results(), after);
  EXPECT_FALSE(comparison.worse);
  EXPECT_THAT(comparison.text, HasSubstr("fail -> pass\n    was: paid twice\n"));
}

TEST(Compare, NamesWhatStandsInOneRunOnly) {
  results::Results after = sample_results();
  after.scenarios.erase(after.scenarios.begin());
  EXPECT_THAT(cli::compare(sample_results(), after).text,
              HasSubstr("scenario wallet.replay.credit-is-paid-once: gone, was fail"));
  EXPECT_THAT(cli::compare(after, sample_results()).text,
              HasSubstr("scenario wallet.replay.credit-is-paid-once: new, fail"));
}

}  // namespace
}  // namespace pitboss::test
