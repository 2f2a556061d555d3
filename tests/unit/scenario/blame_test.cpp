#include <gmock/gmock.h>

#include "schemas/wire/json.hpp"
#include "tests/unit/scenario/run_fixture.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using testing::FakeWallet;
using ::testing::HasSubstr;
using wire::Json;

/// Which requirement is blamed for what a target does wrong.
class Blame : public testing::RunFixture {};

const std::string balance_call = R"(id: wallet.x.balance
title: T
requirements: [wallet.balance.response]
steps:
  - balance: {}
    expect: accepted
)";

TEST_F(Blame, PlainHttpToAnotherMachineFails) {
  wallet.target.wallet->base_url = "http://wallet.example";
  const results::Results results = run(balance_call);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::pass) << results.scenarios[0].reason;
  EXPECT_EQ(row(results, "wallet.http.secure").verdict, Verdict::fail);
  EXPECT_EQ(results.verdict, results::RunVerdict::nonconformant);
}

TEST_F(Blame, HttpsToAnotherMachinePasses) {
  wallet.target.wallet->base_url = "https://wallet.example";
  EXPECT_EQ(row(run(balance_call), "wallet.http.secure").verdict, Verdict::pass);
}

TEST_F(Blame, AReplyThatMisstatesARightBalanceIsNotWhatTheScenarioIsAbout) {
  wallet.after = [](const target::Request &request, target::Reply &reply) {
    if (request.body.find(R"("credit")") == std::string::npos || reply.status != 200) return;
    Json body = std::get<Json>(wire::parse_json(reply.body));
    body.set("balance", wire::JsonNumber{"7"});
    reply.body = to_text(body);
  };
  const results::Results results = run(R"(id: wallet.x.signature
title: T
requirements: [wallet.signature.refused-changes-nothing]
steps:
  - debit: {round: R, transaction: D, amount: 1.00}
  - credit: {round: R, transaction: C, amount: 3.00}
    expect: {balance: +2.00}
)");
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::blocked) << results.scenarios[0].reason;
  EXPECT_EQ(row(results, "wallet.credit.raises-balance").verdict, Verdict::fail);
  EXPECT_EQ(row(results, "wallet.signature.refused-changes-nothing").verdict, Verdict::blocked);
}

const std::string free_debit = R"(id: wallet.x.free
title: T
requirements: [wallet.free-game.listed]
needs: {free_game: true, offers: free-games}
steps:
  - balance: {}
    expect: {free_rounds: 0}
)";

void list_no_free_game(const target::Request &, target::Reply &reply) {
  if (reply.status != 200) return;
  Json body = std::get<Json>(wire::parse_json(reply.body));
  body.set("freeGameInfo", wire::JsonArray{});
  reply.body = to_text(body);
}

TEST_F(Blame, AFreeGameThatIsNotListedAndTakesDebitsIsNotUsedUp) {
  wallet.after = list_no_free_game;
  const results::Results results = run(free_debit);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail) << results.scenarios[0].reason;
  EXPECT_THAT(results.scenarios[0].reason, HasSubstr("a free debit of it is accepted all the same"));
  EXPECT_EQ(row(results, "wallet.free-game.listed").verdict, Verdict::fail);
}

TEST_F(Blame, AFreeGameThatIsNotListedAndTakesNoDebitIsUsedUp) {
  wallet.after = list_no_free_game;
  wallet.before = [](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.find("freeGameInfo") == std::string::npos) return std::nullopt;
    return FakeWallet::answered(request, 400, "VALIDATION_FAILED");
  };
  EXPECT_EQ(play(free_debit).verdict, Verdict::skip);
}

TEST_F(Blame, AServerThatEndsAfterSomethingHostileDoesNotKeepServing) {
  bool ended = false;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (ended) return FakeWallet::failed(request, target::Failure::connect, "connection refused");
    ended = request.body == "{";
    return std::nullopt;
  };
  const results::Results results = run(R"(id: wallet.x.dies
title: T
requirements: [wallet.robust.malformed-json-refused]
steps:
  - http: {method: POST, path: /v1/balance, body: "{"}
    expect: {refused: any}
  - balance: {}
    requirement: wallet.robust.keeps-serving
    expect: {balance: 0}
)");
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail) << results.scenarios[0].reason;
  EXPECT_EQ(row(results, "wallet.robust.keeps-serving").verdict, Verdict::fail);
}

TEST_F(Blame, AServerThatEndsOfTheHostileRequestItselfDoesNotKeepServing) {
  bool ended = false;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    ended = ended || request.path == "/v1/nothing";
    if (!ended) return std::nullopt;
    return FakeWallet::failed(request, target::Failure::closed, "closed the connection");
  };
  const results::Results results = run(R"(id: wallet.x.dies
title: T
requirements: [wallet.robust.unknown-path-refused]
steps:
  - http: {method: POST, path: /v1/nothing}
    expect: {refused: any}
  - balance: {}
    requirement: wallet.robust.keeps-serving
    expect: {balance: 0}
)");
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail) << results.scenarios[0].reason;
  EXPECT_EQ(row(results, "wallet.robust.keeps-serving").verdict, Verdict::fail);
}

/// A server that answers some calls and hangs in others costs the run a time limit for each scenario.
TEST_F(Blame, ACallAtWhichTheServerHangsAgainAndAgainIsGivenUp) {
  int waited = 0;
  wallet.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.path != "/v1/transaction") return std::nullopt;
    ++waited;
    return FakeWallet::failed(request, target::Failure::timeout, "no answer within 10 s");
  };
  std::string many;
  for (int n = 0; n < 20; ++n)
    many += "id: wallet.x.hangs-" + std::to_string(n) +
            "\ntitle: T\nrequirements: [wallet.debit.lowers-balance]\nsteps:\n"
            "  - debit: {round: R, transaction: D, amount: 1.00}\n    expect: {balance: -1.00}\n---\n";
  options.jobs = 1;
  const results::Results results = run(many);
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::fail);
  EXPECT_EQ(results.scenarios[2].verdict, Verdict::fail);
  EXPECT_EQ(results.scenarios[3].verdict, Verdict::blocked);
  EXPECT_THAT(results.scenarios[3].reason, HasSubstr("debit is not sent any more: 3 in a row got no reply"));
  EXPECT_EQ(results.verdict, results::RunVerdict::nonconformant);
  EXPECT_EQ(results.doctor.back().name, "silence");
}

TEST_F(Blame, ATargetOfNarrowIdsDepartsFromAShouldOnly) {
  wallet.before = [](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.find("7.7") == std::string::npos) return std::nullopt;
    return FakeWallet::answered(request, 400, "INVALID_REQUEST");
  };
  const results::Results results = run(R"(id: wallet.x.ids
title: T
requirements: [wallet.transaction.whole-id-compared]
ids: {D: "7.7"}
steps:
  - debit: {round: R, transaction: D, amount: 1.00}
    expect: {balance: -1.00}
)");
  EXPECT_EQ(results.scenarios[0].verdict, Verdict::not_applicable) << results.scenarios[0].reason;
  EXPECT_NE(results.verdict, results::RunVerdict::nonconformant);
}

}  // namespace
}  // namespace pitboss::scenario
