// The shipped scenarios of the contract `movements`: a target that obeys passes, and one that is wrong in one way fails
// the requirement of it.
#include <gmock/gmock.h>

#include "simulator/scenario/run_with.hpp"
#include "tests/unit/scenario/fake_rest.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using testing::FakeMovements;

results::Results run(testing::FakeRest &fake, const std::vector<Scenario> &scenarios) {
  const std::atomic<bool> cancelled = false;
  RunOptions options;
  options.seed = 7;
  const RetryPolicy fast{3, std::chrono::milliseconds(10'000), std::chrono::milliseconds(1), 2,
                         std::chrono::milliseconds(0)};
  return run_with(fake.connections(), fast, fake.target, scenarios, options, {}, cancelled);
}

TEST(ShippedMovements, AllPassAgainstAFakeThatObeys) {
  FakeMovements fake;
  const results::Results results = run(fake, embedded_scenarios());
  for (const results::Finding &finding : results.doctor)
    EXPECT_EQ(finding.verdict, Verdict::pass) << finding.name << ": " << finding.detail;
  EXPECT_GT(results.scenarios.size(), 150U);
  for (const results::Scenario &scenario : results.scenarios) {
    EXPECT_THAT(scenario.verdict, ::testing::AnyOf(Verdict::pass, Verdict::not_applicable))
        << scenario.file << " " << scenario.id << ": " << scenario.reason;
  }
}

struct Wrong {
  const char *deviation;
  const char *requirement;
};

class WrongMovements : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongMovements, FailTheirRequirement) {
  FakeMovements fake;
  fake.deviation = GetParam().deviation;
  for (const results::RequirementResult &row : run(fake, embedded_scenarios()).requirements)
    if (row.id == GetParam().requirement) {
      EXPECT_EQ(row.verdict, Verdict::fail) << row.reason;
      return;
    }
  ADD_FAILURE() << "no such requirement: " << GetParam().requirement;
}

INSTANTIATE_TEST_SUITE_P(All, WrongMovements,
                         ::testing::Values(Wrong{"key not checked", "movements.auth.wrong-refused"},
                                           Wrong{"registered twice", "movements.register.twice-refused"},
                                           Wrong{"brand ignored", "movements.register.other-brand"},
                                           Wrong{"brand ignored", "movements.player.found-by-brand-too"},
                                           Wrong{"player made", "movements.player.not-made"},
                                           Wrong{"unknown player taken", "movements.player.unknown-refused"},
                                           Wrong{"relative replaces", "movements.metric.relative-adds"},
                                           Wrong{"relative replaces", "movements.in-flight.relative-all-added"},
                                           Wrong{"absolute adds", "movements.metric.absolute-replaces"},
                                           Wrong{"absolute adds", "movements.balance.fold-of-movements"},
                                           Wrong{"never negative", "movements.metric.negative-balance"},
                                           Wrong{"unknown code taken", "movements.metric.unknown-code-refused"},
                                           Wrong{"case ignored", "movements.metric.wrong-case-refused"},
                                           Wrong{"archived taken", "movements.metric.archived-refused"},
                                           Wrong{"fraction taken", "movements.metric.fraction-for-integer-refused"},
                                           Wrong{"not atomic", "movements.atomic.nothing-applied"},
                                           Wrong{"21 metrics taken", "movements.metrics.twenty-one-refused"},
                                           Wrong{"duplicate recorded", "movements.request-id.duplicate-refused"},
                                           Wrong{"duplicate recorded", "movements.in-flight.request-id-once"},
                                           Wrong{"request ID of all", "movements.request-id.of-each-player"},
                                           Wrong{"same body once", "movements.request-id.none-no-deduplication"},
                                           Wrong{"long ID taken", "movements.external-id.too-long-refused"},
                                           Wrong{"IDs trimmed", "movements.ids.not-trimmed"},
                                           Wrong{"payload written anew", "movements.list.raw-payload"},
                                           Wrong{"old listed", "movements.list.default-range"},
                                           Wrong{"share of the value", "movements.revshare.contribution"},
                                           Wrong{"cut to two decimals", "movements.exact.values"}),
                         [](const auto &example) {
                           std::string name = std::string(example.param.deviation) + "_" + example.param.requirement;
                           std::replace_if(
                               name.begin(), name.end(), [](char c) { return std::isalnum(c) == 0; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace pitboss::scenario
