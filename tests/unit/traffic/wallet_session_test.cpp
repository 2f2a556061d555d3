// A player against the oracle of simulator/model: what the contract gives is never blamed, and the books close.
#include "simulator/traffic/wallet_session.hpp"

#include "tests/unit/traffic/table_wallet.hpp"

namespace pitboss::traffic {
namespace {

using testing::Answer;
using testing::Table;
using wire::Decimal;

const std::string everything = R"(  balance_calls: 20
  several_credits: 50
  free_games: 10
  itemised: 20
  left_open: 10
  rolled_back: 10
  must_be_refused: 20
  retried: 15
  lost_replies: 10
  duplicated: 10
  together: 20
)";

// The oracle copies its whole history with each call, so many short evenings are played and not one long one.
class Evening : public ::testing::TestWithParam<int> {};

TEST_P(Evening, IsRightAndLeavesNoTrace) {
  Table table(everything, 1'000, static_cast<std::uint64_t>(GetParam()));
  table.wallet.set_free_rounds(1'000);
  table.play(400);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
  EXPECT_EQ(table.audit().astray, 0U);
  for (const char *call : {"authenticate", "balance", "debit", "credit", "rollback"})
    EXPECT_GT(table.wallet.calls().at(call), 3) << call;
  EXPECT_GT(table.outcomes().at(Outcome::lost), 3);
  EXPECT_EQ(table.wallet.balance(), Decimal(1'000));
  EXPECT_THAT(table.wallet.open_rounds(), ::testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(WalletSession, Evening, ::testing::Range(1, 21));

TEST(WalletSession, PlaysOnWithoutFundsAndIsRefused) {
  Table table("", Decimal(3));
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
}

TEST(WalletSession, PlaysOnWithoutFundsForAllThatIsInFlightTogether) {
  Table table("  together: 100\n  must_be_refused: 30\n  lost_replies: 10\n", Decimal(3));
  int refused = 0;
  table.wallet.bend = [&refused](Answer &answer) { refused += answer.code == "INSUFFICIENT_FUNDS" ? 1 : 0; };
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
  EXPECT_GT(refused, 10);
}

TEST(WalletSession, ResolvesWhatWasLostOfCallsInFlightTogether) {
  Table table("  together: 100\n");
  int calls = 0;
  table.lose = [&calls](const std::string &request, bool &handled) -> std::optional<Loss> {
    if (request.find("/v1/authenticate") != std::string::npos) return std::nullopt;
    handled = ++calls % 2 == 0;
    return calls % 3 == 0 ? std::optional(calls % 5 == 0 ? Loss::timeout : Loss::closed) : std::nullopt;
  };
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
}

TEST(WalletSession, ToppedUpItStaysInFunds) {
  Table table("  top_up: {below: 10.00, pays: 50.00}\n", Decimal(20));
  int refused = 0;
  table.wallet.bend = [&refused](Answer &answer) { refused += answer.code == "INSUFFICIENT_FUNDS" ? 1 : 0; };
  table.play(500);
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(table.all_findings(), "");
}

TEST(WalletSession, RetriesWhatWasAnswered) {
  Table table("  retried: 50\n  left_open: 30\n");
  table.wallet.bend = [](Answer &answer) {
    if (answer.seen > 1) {
      EXPECT_EQ(answer.status, 200);
    }
  };
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
}

TEST(WalletSession, ResolvesWhatWasLostWhetherItWasAppliedOrNot) {
  Table table("");
  int calls = 0;
  table.lose = [&calls](const std::string &request, bool &handled) -> std::optional<Loss> {
    if (request.find("/v1/authenticate") != std::string::npos) return std::nullopt;
    handled = ++calls % 2 == 0;
    return calls % 3 == 0 ? std::optional(calls % 5 == 0 ? Loss::timeout : Loss::closed) : std::nullopt;
  };
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
  EXPECT_GT(table.outcomes().at(Outcome::failed), 20);
}

TEST(WalletSession, RetriesRetryableErrors) {
  Table table("  retried: 20\n");
  table.wallet.bend = [](Answer &answer) {
    if (answer.call != "debit" || answer.seen % 2 == 0 || answer.status != 200) return;
    answer.status = 500;
    answer.code = "RETRY_REQUIRED";
  };
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
  EXPECT_GT(table.outcomes().at(Outcome::retryable), 20);
}

TEST(WalletSession, SendsAgainWhatWasAnsweredWithHalfAReply) {
  Table table("  together: 20\n");
  int cut = 0, again = 0;
  table.wallet.bend = [&](Answer &answer) {
    if (answer.call == "authenticate" || answer.call == "balance") return;
    if (answer.seen == 1) answer.body = R"({"balan)";
    ++(answer.seen == 1 ? cut : again);
  };
  table.play(500);
  EXPECT_EQ(table.found("form"), static_cast<std::uint64_t>(cut));
  EXPECT_THAT(table.story("form"), ::testing::HasSubstr("the body is no JSON"));
  EXPECT_EQ(again, cut);
  EXPECT_EQ(table.audit().right, 1U);
}

TEST(WalletSession, TakesBackAndNeverRepeatsADebitOfWhichACopyWasRefused) {
  Table table("  duplicated: 100\n");
  int most = 0;
  table.wallet.bend = [&](Answer &answer) {
    if (answer.call != "debit") return;
    most = std::max(most, answer.seen);
    answer.status = answer.seen == 1 ? 400 : 500;
    answer.code = answer.seen == 1 ? "INSUFFICIENT_FUNDS" : "RETRY_REQUIRED";
  };
  table.play(300);
  EXPECT_LE(most, 3);  // copies in flight
  EXPECT_GT(table.wallet.calls().at("rollback"), 20);
  EXPECT_GT(table.found("refused"), 20U);
  EXPECT_THAT(table.wallet.open_rounds(), ::testing::IsEmpty());  // though all debits were applied
}

TEST(WalletSession, AuthenticatesAgainWhenItsSessionEnds) {
  Table table("");
  int since_login = 0, refused = 0;
  table.wallet.bend = [&](Answer &answer) {
    // Not right after a login: a new session that is refused is a fault.
    since_login = answer.call == "authenticate" ? 0 : since_login + 1;
    if (since_login != 10) return;
    answer.status = 401;
    answer.code = ++refused % 2 == 0 ? "SESSION_EXPIRED" : "PLAYER_UNAUTHORIZED";
  };
  table.play(500);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().right, 1U);
}

TEST(WalletSession, IsUndecidedWhereACallNeverGotAnAnswer) {
  Table table("");
  int debits = 0;
  table.lose = [&debits](const std::string &request, bool &handled) -> std::optional<Loss> {
    handled = false;
    if (request.find(R"("debit")") == std::string::npos) return std::nullopt;
    return ++debits > 50 ? std::optional(Loss::timeout) : std::nullopt;
  };
  table.play(400);
  EXPECT_EQ(table.all_findings(), "");
  EXPECT_EQ(table.audit().undecided, 1U);
  EXPECT_FALSE(table.audit().unread.empty());
}

TEST(WalletSession, EndsWhereNoReplyGivesABalance) {
  Table table("");
  table.wallet.bend = [&table](Answer &answer) {
    if (table.wallet.calls().contains("debit") && answer.call != "authenticate") answer.body = "{}";
  };
  table.play(50);
  EXPECT_GT(table.found("form"), 0U);
  EXPECT_EQ(table.audit().undecided, 1U);
  EXPECT_THAT(table.audit().unread.front(), ::testing::HasSubstr("no reply gave the closing balance"));
}

TEST(WalletSession, PlaysTheSameFromTheSameSeed) {
  const auto requests = [] {
    Table table(everything);
    std::string all;
    table.lose = [&all](const std::string &request, bool &) {
      all += request;
      return std::optional<Loss>();
    };
    table.play(200);
    return all;
  };
  EXPECT_EQ(requests(), requests());
}

}  // namespace
}  // namespace pitboss::traffic
