#include "simulator/cli/progress.hpp"

#include <cstdlib>

#include "tests/unit/cli/sample_results.hpp"

namespace pitboss::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What a progress writes while the sample run goes by.
std::string shown(const cli::Style &style) {
  char *text = nullptr;
  std::size_t size = 0;
  std::FILE *stream = open_memstream(&text, &size);
  const results::Results results = sample_results();
  const auto progress = cli::make_progress(stream, style);
  progress->run_started(results.run, results.scenarios.size());
  progress->doctor_finished(results.doctor);
  for (const results::Scenario &scenario : results.scenarios) {
    progress->scenario_started(scenario);
    progress->scenario_finished(scenario);
  }
  progress->run_finished(results);
  EXPECT_EQ(std::fclose(stream), 0);
  std::string out(text, size);
  std::free(text);
  return out;
}

TEST(Progress, WritesPlainLinesWhereNobodyLooksOn) {
  const std::string out = shown({});
  EXPECT_THAT(out, HasSubstr("doctor: 1 of 2 looks found something\n"));
  EXPECT_THAT(out, HasSubstr("FAIL  wallet.replay.credit-is-paid-once: The balance was 100.00"));
  EXPECT_THAT(out, HasSubstr("3/3 scenarios, 2 failed, 1 skipped or blocked\n"));
  EXPECT_THAT(out, Not(HasSubstr("\r")));
}

TEST(Progress, RedrawsOneLineOnATerminal) {
  const std::string out = shown({.terminal = true, .colour = false});
  EXPECT_THAT(out, HasSubstr("\r\x1b[K0/3 scenarios, 0 failed  looking at the target"));
  EXPECT_THAT(out, testing::EndsWith("3/3 scenarios, 2 failed, 1 skipped or blocked\n\n"));
}

}  // namespace
}  // namespace pitboss::test
