#include <fmt/format.h>

#include "traffic.hpp"

/// For each step of the wallet traffic that shows it, and traffic that only nearly does.
namespace pitboss::reference::onboarding {
namespace {

using testing::ElementsAre;

std::string ids(const std::string &round, const std::string &transaction, const std::string &player = "anna") {
  return fmt::format(R"("playerId":"{}","provider":"acme","game":"g","roundId":"{}","transactionId":"{}")", player,
                     round, transaction);
}

const std::string no_funds = R"({"error":{"code":"INSUFFICIENT_FUNDS"}})";
const std::string invalid = R"({"error":{"code":"VALIDATION_FAILED"}})";

struct WalletSteps : testing::Test {
  WalletSteps() { traffic.onboarding.expect("wallet", "acme"); }
  std::uint64_t debit(const std::string &round, const std::string &transaction, int status = 200,
                      const std::string &reply = "{}", const std::string &amount = "1.00") {
    return traffic.post("/v1/transaction",
                        "{" + ids(round, transaction) + R"(,"transactionType":"debit","amount":)" + amount + "}",
                        status, reply);
  }
  std::uint64_t credit(const std::string &round, const std::string &transaction, bool finished, int status = 200) {
    return traffic.post("/v1/transaction",
                        "{" + ids(round, transaction) + R"(,"transactionType":"credit","amount":2,"roundFinished":)" +
                            (finished ? "true" : "false") + "}",
                        status);
  }
  std::uint64_t rollback(const std::string &round, const std::string &transaction, int status = 200) {
    return traffic.post("/v1/rollback", "{" + ids(round, transaction) + "}", status);
  }

  Traffic traffic{"wallet"};
};

TEST_F(WalletSteps, ASessionAndABalance) {
  traffic.post("/v1/authenticate", "{}", 401);
  traffic.post("/v1/balance", "{}", 401);
  traffic.send("GET", "/v1/authenticate", "", 200);
  EXPECT_FALSE(traffic.done("first-session"));
  EXPECT_FALSE(traffic.done("balance-read"));
  traffic.post("/v1/authenticate", "{}", 200);
  EXPECT_TRUE(traffic.done("first-session"));
  EXPECT_FALSE(traffic.done("balance-read"));
  traffic.post("/v1/balance", "{}", 200);
  EXPECT_TRUE(traffic.done("balance-read"));
}

TEST_F(WalletSteps, ADebit) {
  debit("R", "D", 400, no_funds);
  debit("R", "D", 401);
  debit("R", "D", 500);
  EXPECT_FALSE(traffic.done("first-debit"));
  debit("R", "D");
  EXPECT_TRUE(traffic.done("first-debit"));
}

TEST_F(WalletSteps, ARoundThatIsPaidAndFinished) {
  credit("R", "C", true, 400);
  const auto first = debit("R", "D");
  credit("S", "C", true);  // of no round that was opened here
  const auto paid = credit("R", "C1", false);
  EXPECT_FALSE(traffic.done("round-paid-and-finished"));
  credit("R", "C2", true, 500);
  EXPECT_FALSE(traffic.done("round-paid-and-finished"));
  const auto finished = credit("R", "C2", true);
  EXPECT_THAT(traffic.state("round-paid-and-finished").evidence, ElementsAre(first, paid, finished));
}

TEST_F(WalletSteps, ARetryAfterALostReply) {
  const auto lost = debit("R", "D", 0);
  EXPECT_FALSE(traffic.done("transaction-retried"));
  const auto retry = debit("R", "D", 200, "{}", "1.0");
  EXPECT_THAT(traffic.state("transaction-retried").evidence, ElementsAre(lost, retry));
}

TEST_F(WalletSteps, NoRetryUnderOtherIdsOrWithAnotherAmountOrRefused) {
  debit("R", "D");
  debit("R", "E", 400, invalid);
  debit("S", "D");
  debit("R", "D", 400, invalid, "2.00");
  debit("R", "D", 200, "{}", "2.00");
  debit("R", "D", 500);
  EXPECT_FALSE(traffic.done("transaction-retried"));
}

TEST_F(WalletSteps, NoRetryOfWhatWasNeverApplied) {
  debit("R", "D", 500);
  debit("R", "D");
  EXPECT_FALSE(traffic.done("transaction-retried"));
}

TEST_F(WalletSteps, ARollback) {
  rollback("R", "D");  // of what was never seen
  rollback("S", "D", 400);
  const auto opened = debit("T", "D");
  credit("T", "C", false);
  rollback("T", "C");
  rollback("T", "D", 400);
  EXPECT_FALSE(traffic.done("debit-rolled-back"));
  const auto rolled_back = rollback("T", "D");
  EXPECT_THAT(traffic.state("debit-rolled-back").evidence, ElementsAre(opened, rolled_back));
}

TEST_F(WalletSteps, ARefusalForFundsThatIsTaken) {
  const auto refused = debit("R", "D", 400, no_funds);
  EXPECT_FALSE(traffic.done("funds-refusal-taken"));
  const auto next = debit("S", "D");
  EXPECT_THAT(traffic.state("funds-refusal-taken").evidence, ElementsAre(refused, next));
}

TEST_F(WalletSteps, NoRefusalThatIsTakenWhereTheRoundGoesOn) {
  debit("R", "D", 400, invalid);  // for another reason
  debit("S", "D");
  debit("T", "D", 400, no_funds);
  credit("T", "C", true, 400);
  debit("U", "D");
  debit("V", "D", 400, no_funds);
  debit("V", "D", 400, invalid);
  debit("W", "D");
  EXPECT_FALSE(traffic.done("funds-refusal-taken"));
}

TEST_F(WalletSteps, AWrongSignatureShowsNothing) {
  journal::Exchange exchange;
  exchange.method = "POST";
  exchange.path = "/v1/authenticate";
  exchange.reply = journal::Reply{200, {}, "{}"};
  exchange.signature_right = false;
  traffic.onboarding.see("wallet", "acme", {.id = 1, .exchange = exchange});
  EXPECT_FALSE(traffic.done("first-session"));
}

}  // namespace
}  // namespace pitboss::reference::onboarding
