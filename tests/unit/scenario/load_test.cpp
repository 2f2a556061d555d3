#include <gmock/gmock.h>

#include <map>

#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<Scenario> load(const std::string &text, const std::string &file = "scenarios/wallet/x.yaml") {
  return load_scenarios(std::string_view(text), file);
}

std::string errors_of(const std::string &text, const std::string &file = "scenarios/wallet/x.yaml") {
  try {
    load(text, file);
  } catch (const files::FileErrors &errors) {
    return errors.what();
  }
  return "";
}

const std::string head = R"(id: wallet.x.y
title: A title
requirements: [wallet.replay.applies-once]
)";

TEST(LoadScenarios, ReadsStepsAndNormalisesExpect) {
  const std::vector<Scenario> all = load(head + R"(tags: [a]
needs: {players: 2, funds: 50.00}
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
  - balance: {}
    expect: accepted
    requirement: wallet.debit.lowers-balance
)");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].contract, "wallet");
  EXPECT_EQ(all[0].needs.players, 2);
  EXPECT_EQ(all[0].needs.funds, "50.00");
  ASSERT_EQ(all[0].steps.size(), 2U);
  EXPECT_EQ(all[0].steps[0].action, "debit");
  EXPECT_TRUE(all[0].steps[0].expect.is_null());
  EXPECT_EQ(all[0].steps[0].requirement, "wallet.replay.applies-once");
  EXPECT_EQ(wire::to_text(all[0].steps[1].expect), R"({"accepted":true})");
  EXPECT_THAT(all[0].requirements, ElementsAre("wallet.replay.applies-once", "wallet.debit.lowers-balance"));
  EXPECT_EQ(all[0].steps[1].at.line, 8);
}

TEST(LoadScenarios, ForEachGeneratesEveryCombination) {
  const std::vector<Scenario> all = load(head + R"(for_each: {field: [ip, game], value: {number: 7, nothing: null}}
steps:
  - debit: {round: R, transaction: D, amount: 1, with: {"{field}": "{value}"}}
    expect: {refused: any}
)");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].id, "wallet.x.y[field=ip][value=number]");
  EXPECT_EQ(all[3].id, "wallet.x.y[field=game][value=nothing]");
  EXPECT_EQ(wire::to_text(*all[3].steps[0].arguments.find("with")), R"({"game":null})");
  EXPECT_EQ(wire::to_text(*all[0].steps[0].arguments.find("with")), R"({"ip":7})");
}

TEST(LoadScenarios, ForEachGeneratesWrongTypesFromASchema) {
  const auto generated = [](const std::string &of) {
    return load(head + "for_each: {wrong: " + of + R"(}
steps:
  - debit: {round: R, transaction: D, amount: 1, with: "{wrong}"}
    expect: {refused: any}
)");
  };
  const auto fields_of = [](const Scenario &scenario) {
    return wire::to_text(*scenario.steps[0].arguments.find("with"));
  };
  std::map<std::string, std::string> found;
  for (const Scenario &scenario : generated("{mistyped: wallet/transaction.request}"))
    found[scenario.id] = fields_of(scenario);
  const auto id = [](const std::string &name) { return "wallet.x.y[wrong=" + name + "]"; };
  EXPECT_EQ(found[id("amount-text")], R"({"amount":"text"})");
  EXPECT_EQ(found[id("playerId-null")], R"({"playerId":null})");
  EXPECT_EQ(found[id("transactionType-text")], R"({"transactionType":"text"})") << "an enum holds no other text";
  EXPECT_EQ(found[id("freeGameInfo.instanceId-fraction")], R"({"freeGameInfo":{"offerId":1,"instanceId":0.5}})");
  EXPECT_EQ(found[id("freeGameInfo.offerId-missing")], R"({"freeGameInfo":{"instanceId":1}})");
  EXPECT_EQ(found[id("gameInfo.metaData-of-number")], R"({"gameInfo":{"metaData":[7]}})");
  EXPECT_EQ(found[id("gameInfo.metaData.amount-text")], R"({"gameInfo":{"metaData":[{"amount":"text"}]}})");
  for (const char *right : {"amount-number", "playerId-text", "roundFinished-null", "gameInfo.metaData.betType-null"})
    EXPECT_FALSE(found.contains(id(right))) << right;
  EXPECT_EQ(generated("{mistyped: wallet/transaction.request, only: [ip]}").size(), 5U);
  EXPECT_EQ(generated("{mistyped: wallet/balance.request, except: [playerId, game]}").size(), 5U);
  EXPECT_THAT(errors_of(head + "for_each: {wrong: {mistyped: wallet/nothing}}\nsteps:\n  - balance: {}\n"),
              HasSubstr("`for_each` gives no value"));
}

TEST(LoadScenarios, TellsPlaceAndNearestName) {
  EXPECT_THAT(errors_of(head + "steps:\n  - debbit: {round: R, transaction: D, amount: 1}\n"),
              AllOf(HasSubstr("x.yaml:5:"), HasSubstr("`debit`")));
  EXPECT_THAT(errors_of(head + "steps:\n  - debit: {round: R, transacton: D, transaction: D, amount: 1}\n"),
              HasSubstr("`transaction`"));
  EXPECT_THAT(
      errors_of("id: wallet.x.y\ntitle: T\nrequirements: [wallet.replay.aplies-once]\nsteps:\n  - balance: {}\n"),
      AllOf(HasSubstr("x.yaml:3:"), HasSubstr("did you mean `wallet.replay.applies-once`?")));
  EXPECT_THAT(errors_of(head + "steps:\n  - balance: {}\n    requirement: wallet.replay.applies-once.code\n"),
              HasSubstr("no requirement `wallet.replay.applies-once.code`"));
  EXPECT_THAT(errors_of(head + "steps:\n  - balance: {}\n    debit: {round: R, transaction: D, amount: 1}\n"),
              HasSubstr("more than one action"));
  EXPECT_THAT(errors_of(head + "steps:\n  - balance: {}\n    lose_reply: after_send\n    expect: accepted\n"),
              HasSubstr("expects nothing"));
  EXPECT_THAT(errors_of(head + "steps:\n  - debit: {round: R, transaction: D}\n"), HasSubstr("`amount` is missing"));
}

TEST(LoadScenarios, IdsAreUniqueAndBelongToTheirFolder) {
  const std::string scenario = head + "steps:\n  - balance: {}\n";
  EXPECT_THAT(errors_of(scenario + "---\n" + scenario), HasSubstr("stands twice"));
  EXPECT_THAT(errors_of(scenario, "scenarios/feed/x.yaml"), HasSubstr("the folder `feed`"));
  EXPECT_EQ(errors_of(scenario, "my-own.yaml"), "");
}

}  // namespace
}  // namespace pitboss::scenario
