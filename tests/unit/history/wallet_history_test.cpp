#include "simulator/history/wallet_history.hpp"

#include <gmock/gmock.h>

namespace pitboss::history {
namespace {

using model::Decimal;
using model::WalletObservation;
using model::WalletOp;
using model::WalletOracle;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto accepted = WalletObservation::Kind::accepted;
constexpr auto refused = WalletObservation::Kind::refused;
constexpr auto unknown = WalletObservation::Kind::unknown;

Decimal money(const std::string &text) {
  return *Decimal::parse(text);
}

Event debit(const std::string &round, const std::string &transaction, const std::string &amount,
            WalletObservation::Kind seen, long long began = 0, long long ended = 10) {
  return {{.kind = WalletOp::Kind::debit, .round = round, .transaction = transaction, .amount = money(amount)},
          {seen, std::nullopt, ""},
          began,
          ended};
}

TEST(WalletHistory, TwentyDuplicatesApplyOnce) {
  const std::vector<Event> events(20, debit("R", "D", "5.00", accepted));
  const Explanation found = explain(WalletOracle(money("100")), events);
  EXPECT_TRUE(found.explained);
  EXPECT_TRUE(found.conclusive);
  EXPECT_EQ(found.order.size(), 20U);
  EXPECT_THAT(found.closing_balances, ElementsAre(money("95")));
}

TEST(WalletHistory, OneOfManyRacingDebitsGetsTheLastMoney) {
  std::vector<Event> events;
  for (int n = 0; n < 24; ++n)
    events.push_back(debit("R" + std::to_string(n), "D", "100", n == 17 ? accepted : refused));
  const Explanation found = explain(WalletOracle(money("100")), events);
  EXPECT_TRUE(found.explained && found.conclusive) << found.why_not;
  EXPECT_THAT(found.closing_balances, ElementsAre(money("0")));
}

TEST(WalletHistory, TwoWinnersOfTheLastMoneyAreNotExplained) {
  std::vector<Event> events;
  for (int n = 0; n < 24; ++n) events.push_back(debit("R" + std::to_string(n), "D", "60", n < 2 ? accepted : refused));
  const Explanation found = explain(WalletOracle(money("100")), events);
  EXPECT_FALSE(found.explained);
  EXPECT_THAT(found.why_not, HasSubstr("debit of 60.00 (round R1, transaction D) answered as accepted does not fit"));
}

TEST(WalletHistory, NobodyWinningIsNotExplainedEither) {
  const std::vector<Event> events{debit("A", "A", "60", refused), debit("B", "B", "60", refused)};
  EXPECT_FALSE(explain(WalletOracle(money("100")), events).explained);
}

TEST(WalletHistory, RespectsTheTimesOfTheCalls) {
  std::vector<Event> events{debit("A", "A", "60", refused, 0, 1), debit("B", "B", "60", accepted, 2, 3)};
  EXPECT_FALSE(explain(WalletOracle(money("100")), events).explained) << "the first ended before the other began";
  events[0].ended = 2;
  EXPECT_TRUE(explain(WalletOracle(money("100")), events).explained);
}

TEST(WalletHistory, UnknownCallsMayHaveTakenEffectOrNot) {
  const std::vector<Event> events{debit("A", "A", "60", unknown), debit("B", "B", "40", accepted)};
  const Explanation found = explain(WalletOracle(money("100")), events);
  EXPECT_TRUE(found.explained);
  EXPECT_THAT(found.closing_balances, ElementsAre(money("0"), money("60")));
}

TEST(WalletHistory, UnknownCallThatIsRefusedNowMayStillTakeEffectLater) {
  Event credit = debit("R", "C", "5", unknown);
  credit.op.kind = WalletOp::Kind::credit;
  const Explanation found = explain(WalletOracle(money("100")), {credit, debit("R", "D", "10", accepted)});
  EXPECT_THAT(found.closing_balances, ElementsAre(money("90"), money("95")));
}

Event credit(const std::string &transaction, const std::string &amount, WalletObservation::Kind seen) {
  Event event = debit("R", transaction, amount, seen);
  event.op.kind = WalletOp::Kind::credit;
  return event;
}

WalletObservation answered(const std::string &balance) {
  return {accepted, money(balance), ""};
}

TEST(WalletHistory, ManyCreditsOfOneRoundAreExplained) {
  std::vector<Event> events{debit("R", "D", "10", accepted)};
  for (int n = 0; n < 23; ++n) events.push_back(credit("C" + std::to_string(n), "0.25", accepted));
  const Explanation found = explain(WalletOracle(money("100")), events);
  EXPECT_TRUE(found.explained && found.conclusive) << found.why_not;
  EXPECT_THAT(found.closing_balances, ElementsAre(money("95.75")));
}

TEST(WalletHistory, CreditsOfDifferentAmountsLeadToOneStateInWhateverOrder) {
  std::vector<Event> events{debit("R", "D", "10", accepted)};
  for (int n = 1; n <= 10; ++n) events.push_back(credit("C" + std::to_string(n), std::to_string(n), accepted));
  const Explanation found = explain(WalletOracle(money("100")), events);
  EXPECT_TRUE(found.explained && found.conclusive) << found.why_not;
  EXPECT_EQ(found.closing_states.size(), 1U);
}

TEST(WalletHistory, ReplayAfterwardsMayGetTheBalanceOfAnyOrder) {
  const std::vector<Event> events{debit("A", "A", "10", accepted), debit("B", "B", "10", accepted)};
  const Explanation found = explain(WalletOracle(money("100")), events);
  for (const Event &event : events) {
    EXPECT_TRUE(WalletOracle(found.closing_states).observe(event.op, answered("90"))) << "it came first";
    EXPECT_TRUE(WalletOracle(found.closing_states).observe(event.op, answered("80"))) << "it came second";
    EXPECT_FALSE(WalletOracle(found.closing_states).observe(event.op, answered("70"))) << "it was applied again";
  }
}

TEST(WalletHistory, EitherOfTwoUnknownCallsMayHaveTakenEffectAlone) {
  const std::vector<Event> events{debit("A", "A", "10", unknown), debit("B", "B", "10", unknown)};
  const Explanation found = explain(WalletOracle(money("100")), events);
  for (const std::size_t applied : {0U, 1U}) {
    WalletOracle oracle(found.closing_states);
    ASSERT_TRUE(oracle.observe({}, answered("90")));
    EXPECT_TRUE(oracle.observe(events[applied].op, answered("90"))) << "a replay changes nothing";
    EXPECT_TRUE(oracle.observe(events[1 - applied].op, answered("80"))) << "the other one applies now";
  }
}

TEST(WalletHistory, RollbackAndDebitInFlightTogether) {
  Event rollback = debit("R", "D", "0", accepted);
  rollback.op.kind = WalletOp::Kind::rollback;
  EXPECT_TRUE(explain(WalletOracle(money("100")), {rollback, debit("R", "D", "10", accepted)}).explained)
      << "the debit came first";
  const Explanation late = explain(WalletOracle(money("100")), {rollback, debit("R", "D", "10", refused)});
  EXPECT_TRUE(late.explained) << "the rollback came first";
  EXPECT_THAT(late.closing_balances, ElementsAre(money("100")));
}

}  // namespace
}  // namespace pitboss::history
