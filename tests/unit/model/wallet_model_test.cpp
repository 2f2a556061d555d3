#include "simulator/model/wallet_model.hpp"

#include <gmock/gmock.h>

namespace pitboss::model {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

Decimal money(const char *text) {
  return *Decimal::parse(text);
}

WalletOp debit(const char *round, const char *transaction, const char *amount, bool finish = false) {
  return {.kind = WalletOp::Kind::debit,
          .round = round,
          .transaction = transaction,
          .amount = money(amount),
          .finish = finish};
}
WalletOp credit(const char *round, const char *transaction, const char *amount, bool finish = false) {
  return {.kind = WalletOp::Kind::credit,
          .round = round,
          .transaction = transaction,
          .amount = money(amount),
          .finish = finish};
}
WalletOp rollback(const char *round, const char *transaction) {
  return {.kind = WalletOp::Kind::rollback, .round = round, .transaction = transaction, .amount = {}};
}
WalletObservation accepted(const char *balance) {
  return {WalletObservation::Kind::accepted, money(balance), ""};
}
WalletObservation refused(const char *code = "") {
  return {WalletObservation::Kind::refused, std::nullopt, code};
}
const WalletObservation unknown{};

class WalletModel : public testing::Test {
 protected:
  WalletOracle oracle{money("100.00")};
  std::string rule(const WalletOp &op) { return oracle.expected(op).front().rule; }
};

TEST_F(WalletModel, DebitLowersAndCreditRaisesTheBalance) {  // rule 1
  EXPECT_TRUE(oracle.observe(debit("R", "D", "10.00"), accepted("90.00")));
  EXPECT_FALSE(oracle.observe(credit("R", "C", "25.00"), accepted("90.00")));
  EXPECT_TRUE(oracle.observe(credit("R", "C", "25.00"), accepted("115.00")));
  EXPECT_THAT(oracle.balances(), ElementsAre(money("115")));
}

TEST_F(WalletModel, RoundHasASingleDebit) {  // rule 2
  oracle.observe(debit("R", "D", "10.00"), accepted("90.00"));
  EXPECT_EQ(rule(debit("R", "D2", "10.00")), "wallet.round.single-debit");
  EXPECT_FALSE(oracle.observe(debit("R", "D2", "10.00"), accepted("80.00")));
  EXPECT_TRUE(oracle.observe(debit("R", "D2", "10.00"), refused()));
}

TEST_F(WalletModel, CreditNeedsADebit) {  // rule 3
  EXPECT_EQ(rule(credit("R", "C", "1")), "wallet.round.credit-before-debit");
  EXPECT_TRUE(oracle.observe(credit("R", "C", "1"), refused("VALIDATION_FAILED")));
}

TEST_F(WalletModel, FinishedRoundTakesNothingNewButAnswersReplays) {  // rules 4 and 5
  oracle.observe(debit("R", "D", "10.00"), accepted("90.00"));
  oracle.observe(credit("R", "C", "5.00", true), accepted("95.00"));
  EXPECT_TRUE(oracle.observe(credit("R", "C2", "1.00"), refused()));
  EXPECT_EQ(rule(debit("R", "D", "10.00")), "wallet.replay.after-finish");
  EXPECT_TRUE(oracle.observe(debit("R", "D", "10"), accepted("90.00"))) << "the balance of then";
  EXPECT_TRUE(oracle.observe(debit("R", "D", "10"), accepted("95.00"))) << "the balance of now";
  EXPECT_FALSE(oracle.observe(debit("R", "D", "10"), refused()));
}

TEST_F(WalletModel, ReplayWithOtherContentChangesNothing) {  // rule 5
  oracle.observe(debit("R", "D", "10.00"), accepted("90.00"));
  EXPECT_TRUE(oracle.observe(debit("R", "D", "11.00"), refused()));
  EXPECT_FALSE(oracle.observe(debit("R", "D", "11.00"), accepted("79.00")));
  EXPECT_TRUE(oracle.observe(debit("R", "D", "10.00", true), accepted("90.00")));
  EXPECT_TRUE(oracle.observe(credit("R", "C", "1.00"), accepted("91.00"))) << "the replay did not finish the round";
}

TEST_F(WalletModel, CreditMayShareTheIdOfItsDebit) {  // Identity: one id, one transaction is a SHOULD
  oracle.observe(debit("R", "X", "10.00"), accepted("90.00"));
  EXPECT_EQ(rule(credit("R", "X", "5.00")), "wallet.replay.other-amount-or-type-changes-nothing");
  WalletOracle refusing = oracle;
  EXPECT_TRUE(refusing.observe(credit("R", "X", "5.00"), refused()));
  EXPECT_TRUE(oracle.observe(credit("R", "X", "5.00"), accepted("95.00")));
  EXPECT_TRUE(oracle.observe(credit("R", "X", "5.00"), accepted("95.00"))) << "a replay of the credit";
  EXPECT_FALSE(oracle.observe(credit("R", "X", "5.00"), accepted("100.00")));
}

TEST_F(WalletModel, DebitOfMoreThanTheBalanceLeavesNoTrace) {  // rule 7
  EXPECT_EQ(rule(debit("R", "D", "100.01")), "wallet.funds.insufficient-refused");
  EXPECT_TRUE(oracle.observe(debit("R", "D", "100.01"), refused("INSUFFICIENT_FUNDS")));
  EXPECT_TRUE(oracle.observe(debit("R", "D", "100.00"), accepted("0")));
}

TEST_F(WalletModel, ZeroIsValidAndNegativeIsNot) {  // rule 8
  EXPECT_TRUE(oracle.observe(debit("R", "D", "0"), accepted("100.00")));
  EXPECT_TRUE(oracle.observe(credit("R", "C", "0"), accepted("100.00")));
  EXPECT_EQ(rule(credit("R", "C2", "-1")), "wallet.amount.negative-refused");
}

TEST_F(WalletModel, RollbackReturnsTheAmountOnceAndCancelsTheRound) {  // rule 9
  oracle.observe(debit("R", "D", "10.00"), accepted("90.00"));
  EXPECT_TRUE(oracle.observe(rollback("R", "D"), accepted("100.00")));
  EXPECT_FALSE(oracle.observe(rollback("R", "D"), accepted("110.00")));
  EXPECT_TRUE(oracle.observe(rollback("R", "D"), accepted("100.00")));
  EXPECT_EQ(rule(debit("R", "D", "10.00")), "wallet.rollback.debit-stays-cancelled");
  EXPECT_EQ(rule(debit("R", "D2", "10.00")), "wallet.rollback.another-debit-refused");
  EXPECT_EQ(rule(credit("R", "C", "10.00")), "wallet.rollback.credit-refused");
  EXPECT_FALSE(oracle.observe(debit("R", "D", "10.00"), accepted("100.00"))) << "answered 200 though nothing stands";
}

TEST_F(WalletModel, RollbackOfTheUnseenIsATombstoneOrARefusal) {  // rule 10
  WalletOracle other = oracle;
  EXPECT_TRUE(oracle.observe(rollback("R", "D"), accepted("100.00")));
  EXPECT_FALSE(oracle.observe(debit("R", "D", "10.00"), accepted("90.00")));
  EXPECT_TRUE(oracle.observe(debit("R", "D", "10.00"), refused("DEBIT_ROLLED_BACK")));
  EXPECT_TRUE(oracle.observe(debit("R", "D2", "10.00"), accepted("90.00"))) << "it concerns its transaction alone";
  EXPECT_TRUE(other.observe(rollback("R", "D"), refused()));
  EXPECT_TRUE(other.observe(debit("R", "D", "10.00"), accepted("90.00"))) << "a 4xx promises nothing";
}

TEST_F(WalletModel, RollbackOfAPaidRoundIsTheTargetsChoice) {  // rule 11
  oracle.observe(debit("R", "D", "10.00"), accepted("90.00"));
  oracle.observe(credit("R", "C", "30.00"), accepted("120.00"));
  for (const char *balance : {"120.00", "130.00", "100.00"}) {
    WalletOracle choice = oracle;
    EXPECT_TRUE(choice.observe(rollback("R", "D"), accepted(balance))) << balance;
  }
  EXPECT_FALSE(oracle.observe(rollback("R", "D"), accepted("140.00")));
}

TEST_F(WalletModel, FreeDebitsCostNothing) {  // rule 12
  WalletOp free = debit("R", "D", "0");
  free.free_game = true;
  EXPECT_FALSE(oracle.observe(free, refused()));
  WalletOp unusable = free;
  unusable.unusable_game = true;
  WalletOracle other = oracle;
  EXPECT_TRUE(other.observe(unusable, refused()));
  EXPECT_TRUE(oracle.observe(free, accepted("100.00")));
}

TEST_F(WalletModel, UnknownOutcomesStayUnknownUntilResolved) {  // rule 14
  oracle.observe(debit("R", "D", "10.00"), unknown);
  EXPECT_THAT(oracle.balances(), UnorderedElementsAre(money("90"), money("100")));
  EXPECT_TRUE(oracle.observe(debit("R", "D", "10.00"), accepted("90.00")));
  EXPECT_THAT(oracle.balances(), ElementsAre(money("90")));
  EXPECT_FALSE(oracle.observe(debit("R", "D", "10.00"), accepted("80.00"))) << "applied twice";
}

TEST_F(WalletModel, KnowsOpenRounds) {
  oracle.observe(debit("A", "D", "1"), accepted("99"));
  oracle.observe(debit("B", "D", "1", true), accepted("98"));
  oracle.observe(debit("C", "D", "1"), accepted("97"));
  oracle.observe(rollback("C", "D"), accepted("98"));
  EXPECT_THAT(oracle.states().begin()->open_rounds(), ElementsAre("A"));
}

}  // namespace
}  // namespace pitboss::model
