// What may be answered to calls in flight together: by hand, and against the search of simulator/history.
#include "simulator/traffic/wallet_together.hpp"

#include <gmock/gmock.h>

#include "simulator/history/wallet_history.hpp"
#include "simulator/traffic/random.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using Kind = WalletOp::Kind;
using Seen = WalletTogether::Seen;

WalletOp op(Kind kind, const Decimal &amount, std::uint64_t round) {
  WalletOp op;
  op.kind = kind;
  op.amount = amount;
  op.round = op.transaction = round;
  return op;
}

WalletTogether together(const Decimal &before, const std::vector<std::pair<Kind, Decimal>> &calls) {
  std::vector<WalletOp> ops;
  for (const auto &[kind, amount] : calls) ops.push_back(op(kind, amount, ops.size() + 1));
  return {before, ops};
}

TEST(WalletTogether, EachBalanceOnTheWayIsRight) {
  WalletTogether two = together(10, {{Kind::credit, 1}, {Kind::credit, 2}});
  two.calls()[0].seen = Seen::accepted;
  EXPECT_TRUE(two.possible(11, 0));
  EXPECT_TRUE(two.possible(13, 0));   // read a moment later, or after the other
  EXPECT_FALSE(two.possible(12, 0));  // without its own credit
  EXPECT_FALSE(two.possible(10, 0));
  EXPECT_TRUE(two.possible(12, std::nullopt));  // of somebody who only looks
  two.calls()[1].seen = Seen::accepted;
  EXPECT_EQ(two.after(), Decimal(13));
}

TEST(WalletTogether, OneOfTwoDebitsOfTheWholeBalanceIsAccepted) {
  WalletTogether race = together(10, {{Kind::debit, 10}, {Kind::debit, 10}});
  race.calls()[0].seen = Seen::accepted;
  EXPECT_TRUE(race.possible());
  race.calls()[1].seen = Seen::accepted;
  EXPECT_FALSE(race.possible());
  race.calls()[1].seen = Seen::refused;
  EXPECT_TRUE(race.possible());
  EXPECT_EQ(race.after(), Decimal(0));
  race.calls()[0].seen = Seen::refused;
  EXPECT_FALSE(race.possible());
}

TEST(WalletTogether, ADebitMayWaitForTheCreditThatPaysIt) {
  WalletTogether pair = together(1, {{Kind::debit, 5}, {Kind::credit, 4}});
  pair.calls()[0].seen = Seen::accepted;
  EXPECT_TRUE(pair.possible());
  EXPECT_TRUE(pair.possible(0, 0));
  EXPECT_FALSE(pair.possible(-4, 0));
  pair.calls()[0].seen = Seen::refused;
  EXPECT_TRUE(pair.possible());
  pair.calls()[1].seen = Seen::refused;
  EXPECT_FALSE(pair.possible());
}

model::WalletOp to_model(const WalletOp &op) {
  model::WalletOp out;
  out.kind = op.kind == Kind::debit ? model::WalletOp::Kind::debit : model::WalletOp::Kind::credit;
  out.round = "r" + std::to_string(op.round);
  out.transaction = "t" + std::to_string(op.transaction);
  out.amount = op.amount;
  return out;
}

model::WalletObservation to_model(Seen seen) {
  using Observed = model::WalletObservation::Kind;
  return {seen == Seen::accepted  ? Observed::accepted
          : seen == Seen::refused ? Observed::refused
                                  : Observed::unknown,
          std::nullopt, ""};
}

/// A wallet that knows the rounds of the credits already.
model::WalletOracle oracle(const Decimal &balance, const std::vector<WalletTogether::Call> &calls) {
  model::WalletState state(balance);
  for (const WalletTogether::Call &call : calls) {
    if (call.op.kind != Kind::credit) continue;
    WalletOp debit = op(Kind::debit, 0, call.op.round);
    debit.transaction = 100 + call.op.round;
    state = state.possible_answers(to_model(debit)).front().next;
  }
  return model::WalletOracle({state});
}

TEST(WalletTogether, DecidesAsTheSearchOverHistoriesDoes) {
  Random random(20, 1);
  int possible = 0;
  for (int i = 0; i < 4'000; ++i) {
    std::vector<std::pair<Kind, Decimal>> calls(2 + random.below(3));
    for (auto &[kind, amount] : calls) {
      kind = random.below(2) == 0 ? Kind::debit : Kind::credit;
      amount = static_cast<std::int64_t>(random.below(6));
    }
    const Decimal before(static_cast<std::int64_t>(random.below(8)));
    WalletTogether mine = together(before, calls);
    std::vector<history::Event> events;
    for (WalletTogether::Call &call : mine.calls()) {
      call.seen = std::array{Seen::nothing, Seen::accepted, Seen::refused}[random.below(3)];
      events.push_back({to_model(call.op), to_model(call.seen), 0, 1});
    }
    const history::Explanation theirs = history::explain(oracle(before, mine.calls()), events);
    ASSERT_EQ(mine.possible(), theirs.explained) << i << ": " << theirs.why_not;
    possible += theirs.explained ? 1 : 0;
    for (const Decimal &closing : theirs.closing_balances) EXPECT_TRUE(mine.possible(closing, std::nullopt)) << i;
  }
  EXPECT_GT(possible, 500);
  EXPECT_LT(possible, 3'500);
}

}  // namespace
}  // namespace pitboss::traffic
