// Each kind of finding, made by a wallet that is wrong in just that way.
#include "tests/unit/traffic/table_wallet.hpp"

namespace pitboss::traffic {
namespace {

using testing::Answer;
using ::testing::HasSubstr;
using testing::Table;
using wire::Decimal;

TEST(WalletFinding, BalanceOfATransaction) {
  Table table("");
  table.wallet.bend = [&table, done = false](Answer &answer) mutable {
    if (answer.call != "debit" || table.wallet.calls().at("debit") < 20 || done) return;
    done = true;
    answer.balance -= Decimal::unit(2);
  };
  table.play(200);
  EXPECT_EQ(table.found("balance"), 2U);  // that reply, and the next one that is right again
  EXPECT_THAT(table.story("balance"), HasSubstr("0.01 too little"));
  EXPECT_THAT(table.story("balance"), HasSubstr("Before it: "));
  EXPECT_EQ(table.audit().right, 1U);  // the money is all there
}

TEST(WalletFinding, MoneyThatIsAstrayToTheLastCent) {
  Table table("");
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call == "credit" && table.wallet.calls().at("credit") == 30) table.wallet.move_money(-Decimal::unit(2));
  };
  table.play(500);
  EXPECT_EQ(table.found("balance"), 1U);
  EXPECT_EQ(table.found("audit"), 1U);
  EXPECT_EQ(table.audit().astray, 1U);
  EXPECT_THAT(table.story("audit"), HasSubstr("0.01 missing. The first reply that did not fit: "));
}

TEST(WalletFinding, MoneyThatIsAstrayOnlyInTheClosingBalance) {
  Table table("");
  bool closing = false;
  table.wallet.bend = [&](Answer &answer) {
    if (answer.call == "balance" && closing) answer.balance += Decimal::unit(2);
  };
  table.lose = [&](const std::string &, bool &) {
    closing = table.wallet.calls().contains("debit");
    return std::optional<Loss>();
  };
  table.play(100);
  EXPECT_EQ(table.found("audit"), 1U);
  EXPECT_THAT(table.story("audit"), HasSubstr("0.01 too much"));
}

TEST(WalletFinding, RetryThatIsAppliedAgain) {
  Table table("  retried: 20\n");
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call != "debit" || answer.seen != 2 || answer.status != 200) return;
    table.wallet.move_money(Decimal(-1));
    answer.balance -= Decimal(1);
  };
  table.play(300);
  EXPECT_GT(table.found("replay"), 0U);
  EXPECT_THAT(table.story("replay"), HasSubstr("retry of the debit"));
  EXPECT_EQ(table.audit().astray, 1U);
}

TEST(WalletFinding, RetryThatIsRefused) {
  Table table("  retried: 20\n");
  table.wallet.bend = [](Answer &answer) {
    if (answer.call == "debit" && answer.seen == 2) answer.status = 400;
  };
  table.play(300);
  EXPECT_GT(table.found("replay-refused"), 0U);
}

TEST(WalletFinding, CopyInFlightThatIsAppliedTwice) {
  Table table("  duplicated: 20\n");
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call != "credit" || answer.seen != 2) return;
    table.wallet.move_money(Decimal(1));
    answer.balance += Decimal(1);
  };
  table.play(300);
  EXPECT_GT(table.found("balance"), 0U);
  EXPECT_THAT(table.story("balance"), HasSubstr("copies in flight"));
  EXPECT_EQ(table.audit().astray, 1U);
}

TEST(WalletFinding, CreditThatIsLostBesideAnotherInFlight) {
  Table table("  together: 100\n");
  bool told = false;
  table.wallet.bend = [&table, &told, lost = false](Answer &answer) mutable {
    if (lost && !told && answer.call == "credit") answer.balance += Decimal::unit(2);  // each reply is right
    told = told || (lost && answer.call == "balance");
    if (lost || answer.call != "credit" || table.wallet.calls().at("credit") < 20) return;
    lost = true;
    table.wallet.move_money(-Decimal::unit(2));
  };
  table.play(300);
  EXPECT_EQ(table.found("balance"), 1U) << table.all_findings();
  EXPECT_THAT(table.story("balance"), HasSubstr("0.01 too little"));
  EXPECT_THAT(table.story("balance"), HasSubstr("in flight with others"));
  EXPECT_EQ(table.audit().astray, 1U);
}

TEST(WalletFinding, BalanceThatNoOrderOfTheCallsGives) {
  Table table("  together: 100\n");
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call == "credit" && table.wallet.calls().at("credit") == 20) answer.balance += Decimal::unit(2);
  };
  table.play(300);
  EXPECT_EQ(table.found("balance"), 1U) << table.all_findings();
  EXPECT_THAT(table.story("balance"), HasSubstr("which no order of the calls gives"));
  EXPECT_EQ(table.audit().right, 1U);
}

TEST(WalletFinding, DebitsInFlightThatOverdraw) {
  Table table("  together: 100\n  must_be_refused: 30\n");
  table.wallet.bend = [](Answer &answer) {
    if (answer.code == "INSUFFICIENT_FUNDS") answer.status = 200;
  };
  table.play(100);
  EXPECT_GT(table.found("accepted"), 0U);
  EXPECT_THAT(table.story("accepted"), HasSubstr("in no order of the calls are there funds"));
}

TEST(WalletFinding, DebitInFlightThatIsRefusedWithoutReason) {
  Table table("  together: 100\n");
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call != "debit" || table.wallet.calls().at("debit") != 20) return;
    answer.status = 400;
    answer.code = "INSUFFICIENT_FUNDS";
  };
  table.play(200);
  EXPECT_EQ(table.found("refused"), 1U);
  EXPECT_THAT(table.story("refused"), HasSubstr("in each order of the calls it had to be accepted"));
}

TEST(WalletFinding, RightCallThatIsRefused) {
  Table table("");
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call != "debit" || table.wallet.calls().at("debit") != 10) return;
    answer.status = 400;
    answer.code = "INSUFFICIENT_FUNDS";
  };
  table.play(200);
  EXPECT_EQ(table.found("refused"), 1U);
  EXPECT_THAT(table.story("refused"), HasSubstr("INSUFFICIENT_FUNDS"));
}

TEST(WalletFinding, CallThatHadToBeRefused) {
  Table table("  must_be_refused: 50\n");
  table.wallet.bend = [](Answer &answer) {
    if (answer.status == 400) answer.status = 200;
  };
  table.play(300);
  EXPECT_GT(table.found("accepted"), 0U);
  EXPECT_THAT(table.story("accepted"), HasSubstr("had to be refused"));
}

TEST(WalletFinding, WrongCodeOfARefusal) {
  Table table("  must_be_refused: 50\n");
  table.wallet.bend = [](Answer &answer) {
    if (answer.code == "INSUFFICIENT_FUNDS") answer.code = "VALIDATION_FAILED";
  };
  table.play(300);
  EXPECT_GT(table.found("error-code"), 0U);
}

TEST(WalletFinding, FormOfAReply) {
  for (const char *body : {R"({"balance":"10.00"})", "no JSON", R"({"bal":1})"}) {
    SCOPED_TRACE(body);
    Table table("");
    table.wallet.bend = [&](Answer &answer) {
      if (answer.call == "credit") answer.body = body;
    };
    table.play(100);
    EXPECT_GT(table.found("form"), 0U);
  }
  Table table("");
  table.wallet.bend = [](Answer &answer) { answer.content_type = "text/plain"; };
  table.play(10);
  EXPECT_THAT(table.story("form"), HasSubstr("text/plain"));
}

TEST(WalletFinding, RequestIdThatIsNotEchoed) {
  Table table("");
  table.wallet.bend = [](Answer &answer) {
    if (answer.call == "debit") answer.request_id = "";
  };
  table.play(100);
  EXPECT_GT(table.found("request-id"), 0U);
}

TEST(WalletFinding, FreeGameThatCountsWrong) {
  Table table("  free_games: 30\n  balance_calls: 30\n");
  table.wallet.set_free_rounds(100);
  table.wallet.bend = [&table](Answer &answer) {
    if (answer.call == "balance" && table.wallet.calls().at("balance") == 20) answer.free_rounds -= 1;
  };
  table.play(500);
  EXPECT_GT(table.found("free-game"), 0U);
}

TEST(WalletFinding, LaunchTokenThatIsRefused) {
  Table table("");
  table.wallet.bend = [](Answer &answer) {
    answer.status = 401;
    answer.code = "PLAYER_UNAUTHORIZED";
  };
  table.play(50);
  EXPECT_GT(table.found("refused"), 0U);
  EXPECT_EQ(table.audit().undecided, 1U);
}

TEST(WalletFinding, KeepsTheFirstOfAKindWithItsExchange) {
  Findings findings;
  for (int i = 0; i < 10; ++i)
    findings.add("balance", [i] { return Finding{"balance", "", "p", std::to_string(i), "", ""}; });
  ASSERT_EQ(findings.kinds().size(), 1U);
  EXPECT_EQ(findings.kinds()[0].count, 10U);
  EXPECT_EQ(findings.kinds()[0].first.size(), Findings::kept_of_a_kind);
  EXPECT_EQ(findings.kinds()[0].first[0].story, "0");
}

}  // namespace
}  // namespace pitboss::traffic
