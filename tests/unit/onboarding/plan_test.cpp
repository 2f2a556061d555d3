#include "schemas/onboarding/plan.hpp"

#include "reference_impl/onboarding/step_judge.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "schemas/files/yaml_file.hpp"

/// The shipped steps, and what is wrong with a file.
namespace pitboss::onboarding {
namespace {

using testing::HasSubstr;

TEST(Plans, EveryContractHasEightStepsInFivePhases) {
  std::vector<std::string> contracts;
  for (const Plan &plan : all_plans()) {
    contracts.push_back(plan.contract);
    EXPECT_EQ(plan.phases.size(), 5U) << plan.contract;
    EXPECT_EQ(plan.steps(), 8U) << plan.contract;
  }
  EXPECT_EQ(contracts, catalogue::Catalogue::embedded().contracts());
}

TEST(Plans, TheFeedIsThatOfTheContractPage) {
  const Plan &plan = plan_of("feed");
  std::vector<std::string> phases;
  for (const Phase &phase : plan.phases) phases.push_back(phase.name + ", " + phase.duration);
  EXPECT_THAT(phases, testing::ElementsAre("Access, 1 day", "Customers, 2-3 days", "Transactions, 1-2 days",
                                           "Gaming activity, 3-5 days", "Go live, 5-7 days"));
}

/// A step that nobody judges could never be done; one that no file has would never be shown.
TEST(Plans, TheJudgesKnowTheStepsOfTheFiles) {
  for (const Plan &plan : all_plans()) {
    std::vector<std::string> ids;
    for (const Phase &phase : plan.phases)
      for (const Step &step : phase.steps) ids.push_back(step.id);
    const auto judged = reference::onboarding::make_step_judge(plan.contract)->steps();
    EXPECT_EQ(ids, std::vector<std::string>(judged.begin(), judged.end())) << plan.contract;
  }
}

TEST(Plans, StepsAreNumberedThroughAllPhases) {
  int number = 0;
  for (const Phase &phase : plan_of("feed").phases)
    for (const Step &step : phase.steps) EXPECT_EQ(step.number, ++number);
}

std::string faults_of(const std::string &text) {
  try {
    parse_plan(text, "own.yaml");
    return "none";
  } catch (const files::FileErrors &errors) {
    return errors.what();
  }
}

const std::string head =
    "onboarding: feed\npartner: client id\nphases:\n  - name: One\n    duration: 1 day\n    steps:\n";

std::string step(const std::string &id, const std::string &call) {
  return "      - {id: " + id + ", title: T, shown_by: S., missing: M., example: {call: " + call + "}}\n";
}

TEST(Plans, AFileIsToldWhatIsWrongWithIt) {
  EXPECT_EQ(faults_of(head + step("a", "get_token")), "none");
  EXPECT_THAT(faults_of(head + step("a", "get_tokn")), HasSubstr("own.yaml:7:"));
  EXPECT_THAT(faults_of(head + step("a", "get_tokn")), HasSubstr("did you mean `get_token`?"));
  EXPECT_THAT(faults_of(head + step("a", "get_token") + step("a", "get_token")),
              HasSubstr("`a` stands in line 7 already"));
  EXPECT_THAT(faults_of("onboarding: feed\npartner: p\nphases:\n  - {name: N, duraton: 1 day, steps: []}\n"),
              HasSubstr("did you mean `duration`?"));
}

}  // namespace
}  // namespace pitboss::onboarding
