#include <gmock/gmock.h>

#include "simulator/scenario/run_with.hpp"
#include "tests/unit/scenario/run_fixture.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using testing::FakeWallet;
using ::testing::HasSubstr;

class Run : public testing::RunFixture {};

const std::string two_steps = R"(id: wallet.x.debit
title: T
requirements: [wallet.debit.lowers-balance]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
    expect: {balance: -10.00}
)";

TEST_F(Run, PassesAndGivesTheMoneyBack) {
  const results::Scenario scenario = play(two_steps);
  EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.reason;
  EXPECT_EQ(wallet.balance_of("player-1"), wire::Decimal(1000));
  EXPECT_EQ(scenario.steps.back().name, "settle: close what is open, give back the difference");
  EXPECT_FALSE(scenario.steps.back().judged);
}

TEST_F(Run, RetriesRetryableErrorsWithTheSameIds) {
  std::vector<std::string> bodies;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction") return std::nullopt;
    bodies.push_back(request.body);
    if (bodies.size() <= 2) return FakeWallet::answered(request, 500, "RETRY_REQUIRED");
    return std::nullopt;
  };
  const results::Scenario scenario = play(two_steps);
  EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.reason;
  ASSERT_GE(bodies.size(), 3U);
  EXPECT_EQ(bodies[0], bodies[2]);
  EXPECT_EQ(step_named(scenario, "debit 10.00 in round R").exchanges.size(), 3U);
}

TEST_F(Run, GivesUpAfterFiveTries) {
  int tries = 0;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction" || ++tries > 5) return std::nullopt;
    return FakeWallet::answered(request, 500, "DEBIT_FAILED");
  };
  const results::Scenario scenario = play(two_steps);
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_THAT(scenario.reason, HasSubstr("500 DEBIT_FAILED (told to) after 5 tries"));
}

TEST_F(Run, RenewsASessionThatExpired) {
  int refused = 0;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction" || ++refused > 1) return std::nullopt;
    return FakeWallet::answered(request, 401, "SESSION_EXPIRED");
  };
  EXPECT_EQ(play(two_steps).verdict, Verdict::pass);
}

TEST_F(Run, AVanishedTargetBlocksAndBlamesTheNetwork) {
  bool gone = false;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    gone = gone || request.path == "/v1/transaction";
    if (!gone) return std::nullopt;
    return FakeWallet::failed(request, target::Failure::connect, "connection refused by 127.0.0.1:1");
  };
  std::string many;
  for (int n = 0; n < 8; ++n) {
    std::string one = two_steps;
    one.replace(one.find("x.debit"), 7, "x.debit-" + std::to_string(n));
    many += one + "---\n";
  }
  options.jobs = 1;
  const results::Results results = run(many);
  ASSERT_GE(results.scenarios.size(), 8U);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("the network failed"));
  EXPECT_THAT(results.scenarios[1].reason, HasSubstr("does not answer any more"));
  EXPECT_EQ(results.verdict, results::RunVerdict::incomplete);
  EXPECT_EQ(results.doctor.back().name, "connection during the run");
  EXPECT_EQ(results.doctor.back().verdict, Verdict::fail);
}

TEST_F(Run, ATargetThatComesBackBlocksOnlyWhatItMissed) {
  int refused = 0;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if ((request.path != "/v1/transaction" && refused == 0) || refused == 8) return std::nullopt;
    ++refused;  // five tries, and the first probes
    return FakeWallet::failed(request, target::Failure::connect, "connection refused by 127.0.0.1:1");
  };
  std::string other = two_steps;
  other.replace(other.find("x.debit"), 7, "x.other");
  options.jobs = 1;
  comes_back = std::chrono::seconds(20);
  const results::Results results = run(two_steps + "---\n" + other);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("the network failed"));
  EXPECT_EQ(results.scenarios[1].verdict, Verdict::pass) << results.scenarios[1].reason;
  EXPECT_EQ(results.doctor.back().name, "connection during the run");
  EXPECT_EQ(results.doctor.back().verdict, Verdict::warn);
}

/// Whatever a step expects, what nobody answers shows nothing.
TEST_F(Run, NothingIsPassedByATargetThatIsGone) {
  bool gone = false;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    gone = gone || request.path == "/v1/nothing";
    if (!gone) return std::nullopt;
    return FakeWallet::failed(request, target::Failure::closed, "closed the connection");
  };
  const results::Scenario scenario = play(R"(id: wallet.x.gone
title: T
requirements: [wallet.robust.unknown-path-refused]
steps:
  - http: {method: POST, path: /v1/nothing}
    expect: {no_5xx: true}
)");
  EXPECT_EQ(scenario.verdict, Verdict::blocked);
  EXPECT_THAT(scenario.reason, HasSubstr("the network failed"));
}

TEST_F(Run, AGatewayThatCannotReachTheTargetIsTheNetwork) {
  bool gone = false;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    gone = gone || request.path == "/v1/transaction";
    if (!gone) return std::nullopt;
    target::Exchange exchange = FakeWallet::answered(request, 502, "");
    exchange.reply->body = "<html>Bad Gateway</html>";
    return exchange;
  };
  const results::Scenario scenario = play(two_steps);
  EXPECT_EQ(scenario.verdict, Verdict::blocked) << scenario.reason;
  EXPECT_THAT(scenario.reason, HasSubstr("502"));
}

TEST_F(Run, SilenceToOneRequestAloneFailsItsRequirement) {
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction") return std::nullopt;
    return FakeWallet::failed(request, target::Failure::timeout, "no answer within 10 s");
  };
  const results::Scenario scenario = play(two_steps);
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_THAT(scenario.reason, HasSubstr("no answer within 10 s"));
}

TEST_F(Run, LostRepliesAreResolvedByRetries) {
  const results::Scenario scenario = play(R"(id: wallet.x.lost
title: T
requirements: [wallet.retry.lost-reply-applies-once]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
    lose_reply: after_send
  - debit: {round: R, transaction: D, amount: 10.00}
    expect: {balance: -10.00}
  - random_calls: {calls: 60, rounds: 5, lose_replies: 0.3}
)");
  EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.reason;
}

TEST_F(Run, ConcurrentCallsAreExplainedByTheModel) {
  const results::Scenario scenario = play(R"(id: wallet.x.at-once
title: T
requirements: [wallet.replay.in-flight-applies-once]
steps:
  - concurrently: {copies: 10, debit: {round: R, transaction: D, amount: 5.00}}
    expect: {accepted: 10, balance: -5.00}
  - concurrently:
      calls:
        - debit: {round: A, transaction: A, amount: opening - 5.00}
        - debit: {round: B, transaction: B, amount: opening - 5.00}
    expect: {accepted: 1, balance: -opening}
)");
  EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.reason;
}

TEST_F(Run, SkipsWithWhatToAdd) {
  wallet.target.wallet->other_game.clear();
  wallet.target.not_offered = {"free-games"};
  const auto with_needs = [&](const std::string &needs) {
    std::string text = two_steps;
    return play(text.replace(text.find("steps:"), 0, "needs: " + needs + "\n"));
  };
  EXPECT_EQ(with_needs("{players: 4}").verdict, Verdict::skip);
  EXPECT_THAT(with_needs("{players: 4}").reason, HasSubstr("needs 4 players, the target file names 3"));
  EXPECT_THAT(with_needs("{other_game: true}").hint, HasSubstr("wallet.other_game"));
  EXPECT_THAT(with_needs("{decimals: 3}").reason, HasSubstr("max_decimals: 2"));
  EXPECT_THAT(with_needs("{funds: 5000.00}").reason, HasSubstr("with at least 5000.00"));
  EXPECT_EQ(with_needs("{free_game: true, offers: free-games}").verdict, Verdict::not_applicable);
}

TEST_F(Run, RepeatsAreFoldedIntoTheGravest) {
  options.repeat = 4;
  std::set<std::string> debits;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.find("debit") == std::string::npos) return std::nullopt;
    debits.insert(request.body);
    if (debits.size() != 2) return std::nullopt;
    return FakeWallet::answered(request, 400, "VALIDATION_FAILED");
  };
  const results::Results results = run(two_steps);
  EXPECT_EQ(debits.size(), 4U) << "each play has ids of its own";
  const auto plays = std::count_if(results.scenarios.begin(), results.scenarios.end(),
                                   [](const auto &scenario) { return scenario.id.starts_with("wallet.x.debit"); });
  EXPECT_EQ(plays, 1);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail);
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("in 1 of 4 plays: "));
}

TEST_F(Run, RepeatsThatAllPassAreAPass) {
  options.repeat = 3;
  const results::Results results = run(two_steps);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::pass) << results.scenarios[0].reason;
  EXPECT_EQ(results.scenarios[0].reason, "");
}

TEST_F(Run, ACancelledRunIsBlockedAndComplete) {
  cancelled = true;
  const results::Results results = run(two_steps);
  ASSERT_FALSE(results.scenarios.empty());
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("cancelled"));
}

TEST_F(Run, AFindingOfTheDoctorBlocksEverything) {
  wallet.target.wallet->hmac_secret = "another";
  const results::Results results = run(two_steps);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("the doctor found: signature"));
}

TEST_F(Run, TellsItsListenersInOrder) {
  struct Log : results::Listener {
    std::vector<std::string> lines;
    void run_started(const results::Run &, std::size_t) override { lines.emplace_back("run"); }
    void doctor_finished(const std::vector<results::Finding> &) override { lines.emplace_back("doctor"); }
    void scenario_started(const results::Scenario &scenario) override { lines.push_back("start " + scenario.id); }
    void scenario_finished(const results::Scenario &scenario) override { lines.push_back("end " + scenario.id); }
    void run_finished(const results::Results &) override { lines.emplace_back("done"); }
  } log;
  listeners.push_back(&log);
  options.selection.only = {"wallet.x.debit"};
  run(two_steps);
  EXPECT_THAT(log.lines, ::testing::ElementsAre("run", "doctor", "start wallet.x.debit", "end wallet.x.debit", "done"));
}

}  // namespace
}  // namespace pitboss::scenario
