#include <gmock/gmock.h>

#include "tests/unit/scenario/run_fixture.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using ::testing::AllOf;
using testing::FakeWallet;
using ::testing::HasSubstr;
using wire::Decimal;

/// How what a target does wrong becomes verdicts, reasons and requirements.
class Verdicts : public testing::RunFixture {};

const std::string replayed_credit = R"(id: wallet.x.credit
title: T
requirements: [wallet.replay.applies-once]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
  - credit: {round: R, transaction: C, amount: 25.00}
    expect: {balance: +15.00}
  - credit: {round: R, transaction: C, amount: 25.00}
    expect: {status: 200, balance: +15.00}
)";

TEST_F(Verdicts, ABrokenMustFailsWithAStoryOfTheMoney) {
  int credits = 0;
  wallet.bend = [&](const model::WalletOp &op, Decimal &balance) {
    if (op.kind == model::WalletOp::Kind::credit && ++credits == 2) balance += op.amount;
  };
  const results::Results results = run(replayed_credit);
  const results::Scenario &scenario = results.scenarios[0];
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_EQ(scenario.reason,
            "The credit of 25.00 was paid twice: balance 1040.00 where 1015.00 is right (25.00 too much)");
  EXPECT_EQ(row(results, "wallet.replay.applies-once").verdict, Verdict::fail);
  EXPECT_EQ(results.verdict, results::RunVerdict::nonconformant);
  EXPECT_NE(step_named(scenario, "evidence: balance of player 1 after the failure").name, "");
}

TEST_F(Verdicts, ADepartureInTheSetUpBlocksAndFailsTheRuleThatItBreaks) {
  wallet.bend = [](const model::WalletOp &op, Decimal &balance) {
    if (op.kind == model::WalletOp::Kind::debit) balance += op.amount;  // the debit does not lower the balance
  };
  options.selection.only = {"wallet.x.credit"};
  const results::Results results = run(replayed_credit);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[0].reason, AllOf(HasSubstr("already departed from wallet.debit.lowers-balance"),
                                                 HasSubstr("was answered as done, but it was not taken")));
  EXPECT_EQ(row(results, "wallet.debit.lowers-balance").verdict, Verdict::fail) << "a departure is never lost";
  EXPECT_EQ(row(results, "wallet.replay.applies-once").verdict, Verdict::blocked);
  EXPECT_EQ(results.verdict, results::RunVerdict::nonconformant);
}

const std::string second_debit = R"(id: wallet.x.second
title: T
requirements: [wallet.round.single-debit]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
  - debit: {round: R, transaction: D2, amount: 10.00}
    expect: {refused: 400 VALIDATION_FAILED, unchanged: true}
  - balance: {}
    expect: {balance: -10.00}
)";

TEST_F(Verdicts, ABrokenShouldWarnsAndTheScenarioGoesOn) {
  wallet.after = [](const target::Request &, target::Reply &reply) {
    if (reply.status != 400) return;
    reply.status = 422;
  };
  options.selection.only = {"wallet.x.second"};
  const results::Results results = run(second_debit);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::warn);
  EXPECT_EQ(row(results, "wallet.round.single-debit").verdict, Verdict::pass);
  EXPECT_EQ(row(results, "wallet.round.single-debit.code").verdict, Verdict::warn);
  EXPECT_EQ(step_named(results.scenarios[0], "balance").checks.size(), 2U) << "the last step was played";
}

TEST_F(Verdicts, AServerErrorIsNoRefusal) {
  int debits = 0;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction" || ++debits != 2) return std::nullopt;
    return FakeWallet::answered(request, 500, "INTERNAL");
  };
  const results::Scenario scenario = play(second_debit);
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_THAT(scenario.reason, HasSubstr("500 INTERNAL"));
}

TEST_F(Verdicts, AServerErrorThatOnlyAShouldForbidsWarns) {
  wallet.before = [](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.size() < 1000) return std::nullopt;
    return FakeWallet::answered(request, 500, "INTERNAL");
  };
  options.selection.only = {"wallet.x.large"};
  const results::Results results = run(R"(id: wallet.x.large
title: T
requirements: [wallet.robust.oversized-body-refused]
steps:
  - http: {method: POST, path: /v1/balance, body_bytes: 2000}
    expect: {no_5xx: true}
)");
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::warn) << results.scenarios[0].reason;
  EXPECT_EQ(row(results, "wallet.balance.response").id, "") << "one fault is told once";
}

TEST_F(Verdicts, TwoWinnersOfARaceFail) {
  wallet.before = [&, n = 0](const target::Request &request) mutable -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction" || ++n != 2) return std::nullopt;
    target::Exchange exchange = FakeWallet::answered(request, 200, "");
    exchange.reply->body = R"({"balance": 0})";
    return exchange;
  };
  const results::Scenario scenario = play(R"(id: wallet.x.race
title: T
requirements: [wallet.funds.never-negative]
steps:
  - concurrently:
      calls:
        - debit: {round: A, transaction: A, amount: opening}
        - debit: {round: B, transaction: B, amount: opening}
    expect: {accepted: [1, 2]}
)");
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_THAT(scenario.reason, HasSubstr("does not fit"));
}

TEST_F(Verdicts, StandingChecksAreToldOnceWithHowManyReplies) {
  wallet.after = [](const target::Request &, target::Reply &reply) {
    std::erase_if(reply.headers,
                  [](const auto &header) { return header.first == "X-Request-ID" || header.first == "Cache-Control"; });
  };
  const results::Results results = run(second_debit);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::pass) << results.scenarios[0].reason;
  EXPECT_EQ(row(results, "wallet.request-id.echoed").verdict, Verdict::fail);
  EXPECT_EQ(row(results, "wallet.request-id.echoed-on-errors").verdict, Verdict::fail);
  EXPECT_EQ(row(results, "wallet.cache-control.no-store").verdict, Verdict::warn);
  EXPECT_EQ(row(results, "wallet.http.version").verdict, Verdict::pass);
  EXPECT_EQ(row(results, "wallet.http.secure").verdict, Verdict::pass) << "a loopback address";
  for (const results::Scenario &scenario : results.scenarios) {
    if (scenario.id != "wallet.always.request-id-echoed") continue;
    EXPECT_LE(scenario.steps.size(), 3U);
    EXPECT_THAT(scenario.reason, AllOf(HasSubstr(" replies ("), HasSubstr("balance")));
  }
}

TEST_F(Verdicts, ExpectedFailuresDoNotFailTheRunAndStaleOnesDo) {
  wallet.bend = [credits = 0](const model::WalletOp &op, Decimal &balance) mutable {
    if (op.kind == model::WalletOp::Kind::credit && ++credits == 2) balance += op.amount;
  };
  options.selection.only = {"wallet.x.*"};
  options.expected_failures = {"wallet.x.credit"};
  results::Results results = run(replayed_credit);
  EXPECT_TRUE(results.scenarios[0].expected_failure);
  EXPECT_NE(results.verdict, results::RunVerdict::nonconformant);

  wallet.bend = nullptr;
  results = run(replayed_credit);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail);
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("remove it from the list"));
  EXPECT_EQ(results.verdict, results::RunVerdict::nonconformant);
}

TEST_F(Verdicts, FailFastBlocksTheRest) {
  wallet.bend = [](const model::WalletOp &op, Decimal &balance) {
    if (op.kind == model::WalletOp::Kind::credit) balance += op.amount;
  };
  options.fail_fast = true;
  options.jobs = 1;
  const results::Results results = run(replayed_credit + "---\n" + second_debit);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail);
  EXPECT_EQ(results.scenarios[1].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[1].reason, HasSubstr("--fail-fast"));
}

TEST_F(Verdicts, AbsurdAnswersDoNotCrash) {
  for (const char *body : {"", "[]", "{\"balance\": 1e400}", "{\"balance\": 99999999999999999999999999999999999999}",
                           "\xff\xfe", "{\"balance\": \"x\"}"}) {
    FakeWallet absurd;
    absurd.after = [&](const target::Request &request, target::Reply &reply) {
      if (request.path == "/v1/transaction") reply.body = body;
    };
    const results::Results results =
        run_with(absurd.connections(), {}, absurd.target, load_scenarios(std::string_view(replayed_credit), "x.yaml"),
                 options, listeners, cancelled);
    EXPECT_NE(results.verdict, results::RunVerdict::conformant) << body;
  }
}

}  // namespace
}  // namespace pitboss::scenario
