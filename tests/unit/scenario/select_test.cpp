#include <gmock/gmock.h>

#include "simulator/scenario/globs.hpp"

namespace pitboss::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Scenario scenario(const std::string &id, const std::string &requirement, const std::string &tag) {
  Scenario out;
  out.id = id;
  out.contract = "wallet";
  out.requirements = {requirement};
  out.tags = {tag};
  return out;
}

class Select : public ::testing::Test {
 protected:
  std::vector<Scenario> all{scenario("wallet.replay.a", "wallet.replay.applies-once", "money"),
                            scenario("wallet.fields.b[field=ip]", "wallet.fields.unknown-ignored", "fields"),
                            scenario("wallet.fields.b[field=game]", "wallet.fields.unknown-ignored", "fields"),
                            scenario("wallet.bet.c", "wallet.bet.items-add-up", "money")};
  std::vector<SelectionProblem> problems;

  std::vector<std::string> ids(const Selection &selection) {
    std::vector<std::string> out;
    for (const Scenario *each : select(all, selection, problems)) out.push_back(each->id);
    return out;
  }
};

TEST(Globs, AreThoseOfTheShell) {
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("wallet.*", "wallet.replay.a"));
  EXPECT_TRUE(glob_matches("*a*", "wallet.replay.a"));
  EXPECT_TRUE(glob_matches("w?llet.**.a", "wallet.replay.a"));
  EXPECT_TRUE(glob_matches("*.replay.*a", "wallet.replay.replay.ba"));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_FALSE(glob_matches("?", ""));
  EXPECT_FALSE(glob_matches("wallet.*.b", "wallet.replay.a"));
  EXPECT_FALSE(glob_matches("a*b", "ab.c"));
  const std::string many(100'000, 'a');
  EXPECT_FALSE(glob_matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", many)) << "that this ends is the point";
}

TEST_F(Select, EverythingByDefault) {
  EXPECT_EQ(ids({}).size(), 4U);
}

TEST_F(Select, ByIdGlobRequirementTagAndLevel) {
  EXPECT_THAT(ids({.only = {"wallet.replay.a"}}), ElementsAre("wallet.replay.a"));
  EXPECT_THAT(ids({.only = {"wallet.fields.b"}}),
              ElementsAre("wallet.fields.b[field=ip]", "wallet.fields.b[field=game]"));
  EXPECT_THAT(ids({.only = {"wallet.fields.b[field=ip]"}}), ElementsAre("wallet.fields.b[field=ip]"));
  EXPECT_THAT(ids({.only = {"wallet.r*.a", "wallet.bet.items-?dd-up"}}),
              ElementsAre("wallet.replay.a", "wallet.bet.c"));
  EXPECT_THAT(ids({.tags = {"money"}, .skip = {"wallet.bet.*"}}), ElementsAre("wallet.replay.a"));
  EXPECT_THAT(ids({.least_level = catalogue::Level::must}), ElementsAre("wallet.replay.a"));
  EXPECT_EQ(ids({.least_level = catalogue::Level::should}).size(), 3U);
  EXPECT_TRUE(problems.empty());
}

TEST_F(Select, TellsWhatMatchesNothingAndTheNearestName) {
  EXPECT_TRUE(ids({.only = {"wallet.replay.aplies-once"}}).empty());
  EXPECT_TRUE(ids({.tags = {"monney"}}).empty());
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_THAT(problems[0].message, HasSubstr("did you mean `wallet.replay.applies-once`?"));
  EXPECT_THAT(problems[1].message, HasSubstr("did you mean `money`?"));
}

TEST_F(Select, RowsOfASelectionAreThoseThatItsScenariosDeclare) {
  const Selection selection{.only = {"wallet.replay.a"}};
  const auto rows = selected_requirements(select(all, selection, problems), selection, {"wallet"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]->id, "wallet.replay.applies-once");
  EXPECT_GT(selected_requirements(select(all, {}, problems), {}, {"wallet"}).size(), 50U);
}

TEST(Globs, AreOfTheShell) {
  EXPECT_TRUE(glob_matches("wallet.*.a?c", "wallet.x.y.abc"));
  EXPECT_FALSE(glob_matches("wallet", "wallet.x"));
  EXPECT_TRUE(glob_matches("*", ""));
}

}  // namespace
}  // namespace pitboss::scenario
