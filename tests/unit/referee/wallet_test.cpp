// What the referee says of a game provider, requirement by requirement: kept and broken.
#include <fmt/format.h>

#include "tests/unit/referee/journal_builder.hpp"

namespace pitboss::referee {
namespace {

constexpr auto *retry = R"({"error":{"code":"RETRY_REQUIRED","message":""}})";
constexpr auto *no_funds = R"({"error":{"code":"INSUFFICIENT_FUNDS","message":""}})";
constexpr auto *invalid = R"({"error":{"code":"VALIDATION_FAILED","message":""}})";
constexpr auto *balance = R"({"balance":10})";

class Wallet : public JournalBuilder {
 public:
  Wallet() : JournalBuilder("wallet") {}

  journal::Exchange &transaction(const std::string &type, const std::string &id, const std::string &amount, int status,
                                 const std::string &reply = balance, bool finished = false,
                                 const std::string &round = "R1") {
    return add("/v1/transaction",
               fmt::format(R"({{"playerId":"P","provider":"X","game":"G","roundId":"{}","transactionId":"{}",)"
                           R"("transactionType":"{}","amount":{},"roundFinished":{}}})",
                           round, id, type, amount, finished),
               status, reply);
  }
  journal::Exchange &rollback(const std::string &id, int status) {
    return add("/v1/rollback",
               fmt::format(R"({{"playerId":"P","provider":"X","game":"G","roundId":"R1","transactionId":"{}"}})", id),
               status, balance);
  }
};

TEST(WalletClient, SignaturesAreJudgedWhereSomebodyLooked) {
  Wallet wallet;
  EXPECT_EQ(wallet.verdict("signed"), "not observed");
  wallet.transaction("debit", "T1", "1", 200).signature_right = true;
  EXPECT_EQ(wallet.verdict("signed"), "kept");
  wallet.transaction("debit", "T2", "1", 401).signature_right = false;
  EXPECT_EQ(wallet.verdict("signed"), "broken");
}

TEST(WalletClient, RequestIdsAreFreshGuids) {
  Wallet wallet;
  const auto with_id = [&](const std::string &id) {
    wallet.transaction("debit", "T1", "1", 200).headers.emplace_back("X-Request-ID", id);
  };
  with_id("00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(wallet.verdict("request-id"), "kept");
  with_id("00000000-0000-4000-8000-000000000002");
  EXPECT_EQ(wallet.verdict("request-id"), "kept");
  with_id("00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(wallet.verdict("request-id"), "broken");
}

TEST(WalletClient, ARetryIsTheSame) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 500, retry);
  EXPECT_EQ(wallet.verdict("retry-same"), "not observed");
  wallet.transaction("debit", "T1", "1.00", 200);  // the same number
  EXPECT_EQ(wallet.verdict("retry-same"), "kept");
}

TEST(WalletClient, ARetryUnderAnotherIdIsNone) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 0).effect = journal::Effect::applied;
  wallet.transaction("debit", "T2", "1", 200);
  EXPECT_EQ(wallet.verdict("retry-same"), "broken");
  EXPECT_EQ(wallet.verdict("one-debit"), "kept") << "one fault, one requirement";
}

TEST(WalletClient, ACreditUnderAnotherIdIsNoRetry) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 200);
  wallet.transaction("credit", "T2", "3", 500, retry, true);
  Wallet right = wallet;
  wallet.transaction("credit", "T2r", "3", 200, balance, true);
  EXPECT_EQ(wallet.verdict("retry-same"), "broken");
  right.transaction("credit", "T2", "3", 200, balance, true);
  EXPECT_EQ(right.verdict("retry-same"), "kept");
}

TEST(WalletClient, ADebitUnderAnotherRoundIsNoRetry) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 500, retry, true);
  Wallet rolled_back = wallet;
  wallet.transaction("debit", "T1", "1", 200, balance, true, "R2");
  EXPECT_EQ(wallet.verdict("retry-same"), "broken");
  rolled_back.rollback("T1", 200);
  rolled_back.transaction("debit", "T1", "1", 200, balance, true, "R2");
  EXPECT_EQ(rolled_back.verdict("retry-same"), "not observed");
}

TEST(WalletClient, ARetryMayComeBeforeALateReply) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 200).replied_at += std::chrono::seconds(3);
  wallet.wait(std::chrono::seconds(1));
  wallet.transaction("debit", "T1", "2", 400, invalid);
  EXPECT_EQ(wallet.verdict("retry-same"), "broken");
  EXPECT_EQ(wallet.verdict("ids-unique"), "kept");
}

TEST(WalletClient, WhatWasAppliedWithAnotherAmountFinishesTheRound) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 200);
  wallet.transaction("credit", "T2", "0.30", 500, retry, true);
  wallet.transaction("credit", "T2", "0.31", 200, balance, true);
  EXPECT_EQ(wallet.verdict("round-completed"), "kept");
  EXPECT_EQ(wallet.verdict("retry-same"), "broken");
}

TEST(WalletClient, ARetryWithAnotherAmountIsNone) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 0);
  wallet.transaction("debit", "T1", "2", 200);
  EXPECT_EQ(wallet.verdict("retry-same"), "broken");
  EXPECT_EQ(wallet.verdict("ids-unique"), "kept");
}

TEST(WalletClient, AnIdIsNotUsedAgain) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 200);
  EXPECT_EQ(wallet.verdict("ids-unique"), "kept");
  wallet.transaction("credit", "T1", "2", 400, invalid);
  EXPECT_EQ(wallet.verdict("ids-unique"), "broken");
}

TEST(WalletClient, FinalErrorsAreFinal) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 400, invalid);
  EXPECT_EQ(wallet.verdict("final-not-retried"), "kept");
  wallet.transaction("debit", "T1", "1", 400, invalid);
  EXPECT_EQ(wallet.verdict("final-not-retried"), "broken");
}

TEST(WalletClient, AnEndedSessionIsNotFinal) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 401, R"({"error":{"code":"SESSION_EXPIRED"}})");
  wallet.transaction("debit", "T1", "1", 200);
  EXPECT_EQ(wallet.verdict("final-not-retried"), "not observed");
  EXPECT_EQ(wallet.verdict("retry-same"), "kept");
}

TEST(WalletClient, AnErrorThatCameTooLateMayNotHaveBeenSeen) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 400, invalid).replied_at += std::chrono::seconds(2);
  wallet.wait(std::chrono::seconds(3));
  wallet.transaction("debit", "T1", "1", 200);
  EXPECT_NE(wallet.verdict("final-not-retried"), "broken");
}

TEST(WalletClient, WaitsGrow) {
  for (const bool grow : {true, false}) {
    Wallet wallet;
    for (const char *id : {"T1", "T2", "T3"}) {
      int wait = 50;
      for (int n = 0; n < 4; ++n) {
        wallet.transaction("debit", id, "1", n < 3 ? 500 : 200, n < 3 ? retry : balance, false, id);
        wallet.wait(std::chrono::milliseconds(wait));
        if (grow) wait *= 2;
      }
    }
    EXPECT_EQ(wallet.verdict("backs-off"), grow ? "kept" : "broken");
  }
}

TEST(WalletClient, TwoRetriedTransactionsSayNothingOfWaits) {
  Wallet wallet;
  for (const char *id : {"T1", "T2"})
    for (int n = 0; n < 4; ++n) wallet.transaction("debit", id, "1", 500, retry, false, id);
  EXPECT_EQ(wallet.verdict("backs-off"), "not observed");
  EXPECT_THAT(wallet.opinion("backs-off").unclear, testing::HasSubstr("2 of 3"));
}

TEST(WalletClient, RoundsAreCompleted) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 200);
  EXPECT_EQ(wallet.verdict("round-completed"), "broken");
  wallet.transaction("credit", "T2", "1", 200, balance, true);
  EXPECT_EQ(wallet.verdict("round-completed"), "kept");
}

TEST(WalletClient, ARollbackCompletesARound) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 0).effect = journal::Effect::applied;
  wallet.rollback("T1", 200);
  EXPECT_EQ(wallet.verdict("round-completed"), "kept");
}

TEST(WalletClient, ADebitThatWasNeverAppliedLeavesNoRound) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 500, retry);
  EXPECT_EQ(wallet.verdict("round-completed"), "not observed");
}

TEST(WalletClient, InsufficientFundsEndTheRound) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 400, no_funds);
  EXPECT_EQ(wallet.verdict("insufficient-abandoned"), "kept");
  wallet.transaction("credit", "T2", "1", 400, invalid);
  EXPECT_EQ(wallet.verdict("insufficient-abandoned"), "broken");
}

TEST(WalletClient, ARoundHasOneDebit) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "1", 200);
  EXPECT_EQ(wallet.verdict("one-debit"), "kept");
  wallet.transaction("debit", "T2", "1", 400, invalid);
  EXPECT_EQ(wallet.verdict("one-debit"), "broken");
}

TEST(WalletClient, ARefusedDebitMayBeReplaced) {
  Wallet wallet;
  wallet.transaction("debit", "T1", "9", 400, no_funds);
  wallet.transaction("debit", "T2", "1", 200);
  EXPECT_EQ(wallet.verdict("one-debit"), "kept");
}

TEST(WalletClient, TokensAreThePlayersOwn) {
  Wallet wallet;
  wallet.add("/v1/authenticate", R"({"provider":"X","game":"G"})", 200, R"({"playerId":"P","playerToken":"token-1"})");
  wallet.transaction("debit", "T1", "1", 200);
  EXPECT_EQ(wallet.verdict("own-token"), "kept");
  wallet.add("/v1/balance", R"({"playerId":"Q","provider":"X","game":"G"})", 401);
  EXPECT_EQ(wallet.verdict("own-token"), "broken");
}

}  // namespace
}  // namespace pitboss::referee
