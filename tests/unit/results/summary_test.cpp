// From scenarios to verdicts: the table of `summarise`.
#include "schemas/formats/results.hpp"

namespace pitboss::results {
namespace {

using catalogue::Requirement;

Requirement requirement(const std::string &id, Level level = Level::must) {
  Requirement row;
  row.id = id;
  row.contract = "wallet";
  row.level = level;
  row.sentence = "It does.";
  row.page = "wallet.md";
  row.source = {"seed"};
  return row;
}

Check check(const std::string &id, Verdict verdict) {
  Check result;
  result.what = "balance";
  result.requirement = id;
  result.expected = "10";
  result.actual = "20";
  result.verdict = verdict;
  return result;
}

Scenario scenario(const std::string &id, std::vector<std::string> requirements, Verdict verdict,
                  std::vector<Check> checks = {}) {
  Scenario result;
  result.id = id;
  result.requirements = std::move(requirements);
  result.verdict = verdict;
  result.reason = "because of " + id;
  Step step;
  step.checks = std::move(checks);
  result.steps.push_back(step);
  return result;
}

Scenario expected(Scenario scenario) {
  scenario.expected_failure = true;
  return scenario;
}

Finding failed_finding() {
  return {"connection", Verdict::fail, "connection refused", "Start the server."};
}

Results summarised(std::vector<Scenario> scenarios, const std::vector<Requirement> &selected,
                   std::vector<Finding> findings = {}) {
  Results results;
  results.scenarios = std::move(scenarios);
  results.doctor = std::move(findings);
  std::vector<const Requirement *> pointers;
  for (const Requirement &row : selected) pointers.push_back(&row);
  summarise(results, pointers);
  return results;
}

/// The verdict on one requirement, "r", by these scenarios.
RequirementResult judged(std::vector<Scenario> scenarios, Level level = Level::must) {
  return summarised(std::move(scenarios), {requirement("r", level)}).requirements.at(0);
}

TEST(Summary, APassedScenarioShowsItsRequirements) {
  const RequirementResult row = judged({scenario("a", {"r"}, Verdict::pass, {check("r", Verdict::pass)})});
  EXPECT_EQ(row.verdict, Verdict::pass);
  EXPECT_EQ(row.reason, "");
  EXPECT_EQ(row.scenarios, std::vector<std::string>{"a"});
  EXPECT_EQ(row.sentence, "It does.");
  EXPECT_EQ(row.source, std::vector<std::string>{"seed"});
  EXPECT_EQ(judged({scenario("a", {"other", "r"}, Verdict::pass, {check("other", Verdict::pass)})}).verdict,
            Verdict::pass);
}

TEST(Summary, OneFailedCheckAnywhereFailsIt) {
  const RequirementResult row =
      judged({scenario("a", {"r"}, Verdict::pass, {check("r", Verdict::pass)}),
              scenario("b", {"other"}, Verdict::fail, {check("r", Verdict::fail), check("r", Verdict::fail)})});
  EXPECT_EQ(row.verdict, Verdict::fail);
  EXPECT_EQ(row.reason, "balance: expected 10, got 20 (b), and 1 more failed");
  EXPECT_EQ(row.scenarios, (std::vector<std::string>{"b", "a"}));
}

TEST(Summary, AShouldWarnsAndAMayNeverFails) {
  EXPECT_EQ(judged({scenario("a", {"r"}, Verdict::warn, {check("r", Verdict::warn)})}, Level::should).verdict,
            Verdict::warn);
  EXPECT_EQ(judged({scenario("a", {"r"}, Verdict::warn, {check("r", Verdict::warn)})}, Level::may).verdict,
            Verdict::pass);
}

TEST(Summary, StepsThatAreNotJudgedCountForNothing) {
  Scenario cleaning = scenario("a", {"r"}, Verdict::pass, {check("r", Verdict::fail)});
  cleaning.steps[0].judged = false;
  EXPECT_EQ(judged({cleaning}).verdict, Verdict::pass);
  cleaning.verdict = Verdict::blocked;
  EXPECT_EQ(judged({cleaning}).verdict, Verdict::blocked);
}

TEST(Summary, WhatFailedForAnotherReasonBlocksIt) {
  const Scenario other_failed = scenario("a", {"r"}, Verdict::fail, {check("other", Verdict::fail)});
  EXPECT_EQ(judged({other_failed}).verdict, Verdict::blocked);
  EXPECT_EQ(judged({other_failed}).reason, "not judged, because of what failed before it: a (because of a)");
  EXPECT_EQ(judged({scenario("a", {"r"}, Verdict::warn, {check("other", Verdict::warn)})}).verdict, Verdict::blocked);
  EXPECT_EQ(
      judged({scenario("a", {"r"}, Verdict::fail, {check("r", Verdict::pass), check("other", Verdict::fail)})}).verdict,
      Verdict::pass);
}

TEST(Summary, BlockedSkippedAndNotApplicable) {
  const Scenario passed = scenario("p", {"r"}, Verdict::pass, {check("r", Verdict::pass)});
  const Scenario blocked = scenario("b", {"r"}, Verdict::blocked);
  const Scenario skipped = scenario("s", {"r"}, Verdict::skip);
  const Scenario not_applicable = scenario("n", {"r"}, Verdict::not_applicable);
  const std::vector<std::pair<std::vector<Scenario>, Verdict>> table = {
      {{blocked}, Verdict::blocked},
      {{blocked, skipped}, Verdict::blocked},
      {{skipped}, Verdict::skip},
      {{skipped, not_applicable}, Verdict::skip},
      {{not_applicable}, Verdict::not_applicable},
      {{passed, blocked}, Verdict::pass},
      {{passed, skipped}, Verdict::pass},
      {{passed, not_applicable}, Verdict::pass},
      {{scenario("x", {"other"}, Verdict::pass)}, Verdict::skip},
      {{}, Verdict::skip}};
  for (std::size_t i = 0; i < table.size(); ++i) EXPECT_EQ(judged(table[i].first).verdict, table[i].second) << i;
  EXPECT_EQ(judged({passed, skipped}).reason, "skipped: s (because of s)");
  EXPECT_EQ(judged({skipped, skipped}).reason, "skipped: s (because of s), and 1 more");
  EXPECT_EQ(judged({}).reason, "no scenario of this run judges it");
}

TEST(Summary, WhatWasCutShortShowsNothing) {
  EXPECT_EQ(judged({scenario("b", {"r"}, Verdict::blocked, {check("r", Verdict::pass)})}).verdict, Verdict::blocked);
}

TEST(Summary, WhatNobodyCanJudgeIsNotApplicable) {
  Requirement row = requirement("r", Level::should);
  row.not_judged = "It cannot be seen.";
  const Results results = summarised({scenario("a", {"r"}, Verdict::pass)}, {row});
  EXPECT_EQ(results.requirements[0].verdict, Verdict::not_applicable);
  EXPECT_EQ(results.requirements[0].reason, "It cannot be seen.");
}

TEST(Summary, AnExpectedFailureWarns) {
  const Results results = summarised({expected(scenario("a", {"r", "q"}, Verdict::fail, {check("r", Verdict::fail)})),
                                      scenario("b", {"s"}, Verdict::pass, {check("s", Verdict::pass)})},
                                     {requirement("r"), requirement("q"), requirement("s")});
  EXPECT_EQ(results.requirements[0].verdict, Verdict::warn);
  EXPECT_EQ(results.requirements[0].reason, "expected failure: balance: expected 10, got 20 (a)");
  EXPECT_EQ(results.requirements[1].verdict, Verdict::warn);
  EXPECT_THAT(results.requirements[1].reason, testing::StartsWith("expected failure: not judged"));
  EXPECT_EQ(results.verdict, RunVerdict::conformant);
  EXPECT_EQ(results.headline, "conformant: 1 of 3 MUST requirements passed, 2 failed as expected or with a warning");
}

TEST(Summary, AnExpectedFailureDoesNotHideAnotherOne) {
  EXPECT_EQ(judged({expected(scenario("a", {"r"}, Verdict::fail, {check("r", Verdict::fail)})),
                    scenario("b", {"r"}, Verdict::fail, {check("r", Verdict::fail)})})
                .verdict,
            Verdict::fail);
  EXPECT_EQ(judged({expected(scenario("a", {"r"}, Verdict::fail, {check("x", Verdict::fail)})),
                    scenario("b", {"r"}, Verdict::blocked)})
                .verdict,
            Verdict::blocked);
}

TEST(Summary, AnExpectedFailureThatPassedFailsTheRun) {
  const Results results =
      summarised({expected(scenario("a", {"r"}, Verdict::fail, {check("r", Verdict::pass)}))}, {requirement("r")});
  EXPECT_EQ(results.requirements[0].verdict, Verdict::pass);
  EXPECT_EQ(results.verdict, RunVerdict::nonconformant);
  EXPECT_EQ(results.headline, "not conformant: 1 scenario failed");
}

TEST(Summary, VerdictAndHeadlineOfTheRun) {
  const auto passing = [](const std::string &id) {
    return scenario("of-" + id, {id}, Verdict::pass, {check(id, Verdict::pass)});
  };
  const auto failing = [](const std::string &id) {
    return scenario("of-" + id, {id}, Verdict::fail, {check(id, Verdict::fail)});
  };
  const auto warning = [](const std::string &id) {
    return scenario("of-" + id, {id}, Verdict::warn, {check(id, Verdict::warn)});
  };
  const auto ending = [](const std::string &id, Verdict verdict) { return scenario("of-" + id, {id}, verdict); };
  const std::vector<Requirement> two = {requirement("a"), requirement("b")};
  const std::vector<Requirement> with_should = {requirement("a"), requirement("b"), requirement("c", Level::should)};
  struct Row {
    std::vector<Scenario> scenarios;
    std::vector<Requirement> selected;
    std::vector<Finding> findings;
    RunVerdict verdict;
    std::string headline;
  };
  const std::vector<Row> table = {
      {{passing("a"), passing("b")}, two, {}, RunVerdict::conformant, "conformant: all 2 MUST requirements passed"},
      {{passing("a")}, {requirement("a")}, {}, RunVerdict::conformant, "conformant: the one MUST requirement passed"},
      {{passing("a"), passing("b"), warning("c")},
       with_should,
       {},
       RunVerdict::conformant,
       "conformant: all 2 MUST requirements passed, 1 warning"},
      {{passing("a"), ending("b", Verdict::not_applicable)},
       two,
       {},
       RunVerdict::conformant,
       "conformant: the one MUST requirement passed, 1 not applicable"},
      {{passing("a"), passing("b"), ending("c", Verdict::skip)},
       with_should,
       {},
       RunVerdict::conformant,
       "conformant: all 2 MUST requirements passed"},
      {{passing("a"), failing("b")},
       two,
       {},
       RunVerdict::nonconformant,
       "not conformant: 1 of 2 MUST requirements failed"},
      {{failing("a"), ending("b", Verdict::skip)},
       two,
       {},
       RunVerdict::nonconformant,
       "not conformant: 1 of 2 MUST requirements failed"},
      {{passing("a"), ending("b", Verdict::skip)},
       two,
       {},
       RunVerdict::incomplete,
       "incomplete: 1 MUST requirement was skipped"},
      {{ending("a", Verdict::blocked), ending("b", Verdict::blocked)},
       two,
       {},
       RunVerdict::incomplete,
       "incomplete: 2 MUST requirements were blocked"},
      {{ending("a", Verdict::skip), ending("b", Verdict::blocked)},
       two,
       {},
       RunVerdict::incomplete,
       "incomplete: 1 MUST requirement was skipped, 1 was blocked"},
      {{ending("a", Verdict::not_applicable)},
       {requirement("a")},
       {},
       RunVerdict::incomplete,
       "incomplete: no requirement was judged"},
      {{passing("a"), passing("b"), ending("b", Verdict::blocked)},
       two,
       {},
       RunVerdict::incomplete,
       "incomplete: 1 scenario was blocked"},
      {{passing("c")},
       {requirement("c", Level::should)},
       {},
       RunVerdict::conformant,
       "conformant: no MUST requirement was selected, and nothing else failed"},
      {{}, {}, {}, RunVerdict::incomplete, "incomplete: nothing was selected"},
      {{}, two, {}, RunVerdict::incomplete, "incomplete: nothing was selected"},
      {{ending("a", Verdict::blocked)},
       {requirement("a")},
       {failed_finding()},
       RunVerdict::incomplete,
       "blocked: connection: connection refused"},
      {{failing("a"), ending("b", Verdict::blocked)},
       two,
       {failed_finding()},
       RunVerdict::nonconformant,
       "not conformant: 1 of 2 MUST requirements failed; blocked: connection: connection refused"},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Results results = summarised(table[i].scenarios, table[i].selected, table[i].findings);
    EXPECT_EQ(results.verdict, table[i].verdict) << i;
    EXPECT_EQ(results.headline, table[i].headline) << i;
  }
}

TEST(Summary, CountsEveryVerdict) {
  const Results results = summarised({scenario("x", {"a"}, Verdict::pass), scenario("y", {"b"}, Verdict::skip)},
                                     {requirement("a"), requirement("b"), requirement("c", Level::may)});
  EXPECT_EQ(results.counts.requirements.at(Verdict::pass), 1);
  EXPECT_EQ(results.counts.requirements.at(Verdict::skip), 2);
  EXPECT_EQ(results.counts.requirements.at(Verdict::fail), 0);
  EXPECT_EQ(results.counts.must.at(Verdict::skip), 1);
  EXPECT_EQ(results.counts.scenarios.at(Verdict::skip), 1);
  EXPECT_EQ(results.counts.scenarios.size(), all_verdicts.size());
}

TEST(Summary, IsTheSameWhenMadeTwice) {
  Results results = summarised({scenario("x", {"a"}, Verdict::pass)}, {requirement("a")});
  const Requirement row = requirement("a");
  summarise(results, {&row});
  EXPECT_EQ(results.requirements.size(), 1U);
  EXPECT_EQ(results.counts.must.at(Verdict::pass), 1);
}

TEST(Verdict, HasItsWord) {
  for (const Verdict verdict : all_verdicts) EXPECT_EQ(parse_verdict(to_string(verdict)), verdict);
  EXPECT_EQ(parse_verdict("passed"), std::nullopt);
  EXPECT_EQ(worst(Verdict::pass, Verdict::fail), Verdict::fail);
  EXPECT_EQ(worst(Verdict::blocked, Verdict::skip), Verdict::blocked);
}

}  // namespace
}  // namespace pitboss::results
