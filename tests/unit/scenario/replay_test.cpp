#include "simulator/scenario/replay.hpp"

#include <gmock/gmock.h>

#include "tests/unit/scenario/run_fixture.hpp"

namespace pitboss::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

wire::Json without(wire::Json document, std::string_view name) {
  std::erase_if(*document.object(), [&](const auto &member) { return member.first == name; });
  return document;
}

TEST(Replay, OfEveryShippedScenarioIsTheScenario) {
  for (const Scenario &scenario : embedded_scenarios()) {
    const std::string text = replay_text(scenario, {scenario.steps.size(), 7, ""});
    const std::vector<Scenario> read = load_scenarios(std::string_view(text), "replay.yaml");
    ASSERT_EQ(read.size(), 1U) << text;
    EXPECT_EQ(read.front().id, scenario.id);
    EXPECT_EQ(read.front().steps.size(), scenario.steps.size());
    EXPECT_EQ(without(without(read.front().document, "id"), "seed"),
              without(without(scenario.document, "id"), "for_each"))
        << text;
  }
}

TEST(Replay, EndsWithTheStepThatFailedAndKeepsTheSeed) {
  const std::vector<Scenario> read = load_scenarios(std::string_view(R"(id: wallet.x.y
title: "yes: no"
requirements: [wallet.debit.lowers-balance]
steps:
  - random_calls: {calls: 5, rounds: 2}
  - debit: {round: R, transaction: D, amount: 10.00}
  - balance: {}
)"),
                                                    "x.yaml");
  const std::string text = replay_text(read.front(), {2, 42, "wallet.request-id.echoed"});
  const Scenario again = load_scenarios(std::string_view(text), "replay.yaml").front();
  EXPECT_EQ(again.steps.size(), 2U);
  EXPECT_EQ(again.seed, 42U);
  EXPECT_EQ(again.title, "yes: no");
  EXPECT_THAT(again.requirements, ElementsAre("wallet.debit.lowers-balance", "wallet.request-id.echoed"));
  EXPECT_THAT(text, HasSubstr("amount: 10.00"));
}

class ReplayOfARun : public testing::RunFixture {};

TEST_F(ReplayOfARun, IsThereForWhatFailedOnly) {
  wallet.bend = [](const model::WalletOp &op, wire::Decimal &balance) {
    if (op.kind == model::WalletOp::Kind::credit) balance += wire::Decimal(1);
  };
  const results::Results results = run(R"(id: wallet.x.debit
title: T
requirements: [wallet.debit.lowers-balance]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
    expect: {balance: -10.00}
---
id: wallet.x.credit
title: T
requirements: [wallet.credit.raises-balance]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
  - credit: {round: R, transaction: C, amount: 5.00}
    expect: {balance: -5.00}
  - balance: {}
)");
  EXPECT_EQ(results.scenarios[0].replay, "");
  EXPECT_THAT(results.scenarios[1].replay, HasSubstr("credit: {round: R, transaction: C, amount: 5.00}"));
  EXPECT_THAT(results.scenarios[1].replay, Not(HasSubstr("balance: {}")));
}

}  // namespace
}  // namespace pitboss::scenario
