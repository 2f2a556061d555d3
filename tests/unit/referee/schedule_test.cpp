// Which operation a script meddles with: the same each time, none left out, a retry no new operation.
#include "reference_impl/referee/schedule.hpp"

#include <gmock/gmock.h>

namespace pitboss::reference::referee {
namespace {

Script script(std::vector<Rule> rules) {
  return {.name = "test", .contract = "wallet", .rules = std::move(rules)};
}

Rule rule(const std::string &name, unsigned every, std::vector<Action::Kind> kinds) {
  Rule made{.name = name, .on = {"debit"}, .every = every, .at_most = {}, .actions = {}};
  for (const Action::Kind kind : kinds) made.actions.push_back({.kind = kind});
  return made;
}

Operation debit(int number) {
  return {.contract = "wallet", .kind = "debit", .key = "debit" + std::to_string(number)};
}

std::string played(Schedule schedule, int operations) {
  std::string rules;
  for (int n = 0; n < operations; ++n) {
    const auto chosen = schedule.choose(debit(n));
    rules += chosen ? chosen->rule : ".";
  }
  return rules;
}

TEST(RefereeSchedule, OneInSoManyAndTheSameForASeed) {
  const auto make = [](std::uint64_t seed) {
    return Schedule({script({rule("a", 5, {Action::Kind::server_error})})}, seed);
  };
  const std::string once = played(make(1), 20);
  EXPECT_EQ(once, played(make(1), 20));
  EXPECT_EQ(std::count(once.begin(), once.end(), 'a'), 4);
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 12; ++seed) differs = differs || played(make(seed), 20) != once;
  EXPECT_TRUE(differs);
}

TEST(RefereeSchedule, IsThroughWhenAllWasTakenAndTheLastTryCame) {
  Rule twice = rule("a", 1, {Action::Kind::server_error, Action::Kind::slow});
  twice.at_most = 2;
  Schedule schedule({script({twice})}, 0);
  schedule.choose(debit(1));
  EXPECT_EQ(schedule.taken("a"), 1U);
  schedule.choose(debit(2));
  schedule.choose(debit(2));
  EXPECT_EQ(schedule.taken("a"), 2U);
  EXPECT_FALSE(schedule.is_through()) << "the first one may be tried again";
  schedule.choose(debit(1));
  EXPECT_TRUE(schedule.is_through());
}

TEST(RefereeSchedule, RulesThatMeetBothGetTheirShare) {
  const std::string both = played(
      Schedule({script({rule("a", 2, {Action::Kind::server_error}), rule("b", 2, {Action::Kind::server_error})})}, 1),
      20);
  EXPECT_GE(std::count(both.begin(), both.end(), 'a'), 9) << both;
  EXPECT_GE(std::count(both.begin(), both.end(), 'b'), 9) << both;
}

TEST(RefereeSchedule, TriesGetTheActionsInTurnAndAreServedThen) {
  Schedule schedule({script({rule("a", 1, {Action::Kind::server_error, Action::Kind::cut_json})})}, 1);
  EXPECT_EQ(schedule.choose(debit(1))->action.kind, Action::Kind::server_error);
  EXPECT_EQ(schedule.choose(debit(1))->action.kind, Action::Kind::cut_json);
  EXPECT_FALSE(schedule.choose(debit(1)));
  EXPECT_FALSE(schedule.choose(debit(1))) << "it is no new operation";
}

TEST(RefereeSchedule, AtMostSoMany) {
  Rule limited = rule("a", 1, {Action::Kind::server_error});
  limited.at_most = 3;
  const std::string some = played(Schedule({script({limited})}, 1), 10);
  EXPECT_EQ(std::count(some.begin(), some.end(), 'a'), 3);
}

TEST(RefereeSchedule, OtherKindsAreLetBe) {
  Schedule schedule({script({rule("a", 1, {Action::Kind::server_error})})}, 1);
  EXPECT_FALSE(schedule.choose({.contract = "wallet", .kind = "credit", .key = "x"}));
  EXPECT_FALSE(schedule.choose({.contract = "", .kind = "", .key = ""}));
}

}  // namespace
}  // namespace pitboss::reference::referee
