#include "simulator/traffic/wallet_rounds.hpp"

#include <algorithm>

namespace pitboss::traffic {
namespace {

using Kind = WalletOp::Kind;
using Must = WalletOp::Must;
using wire::Decimal;

constexpr std::size_t most_open = 4;  // rounds of one player that are left open at once

}  // namespace

WalletRounds::WalletRounds(const WalletSetup &setup, std::size_t player)
    : setup_(&setup), random_(setup.seed, setup.players[player].number) {}

std::uint32_t WalletRounds::length_of_visit() {
  const auto &[fewest, most] = setup_->plan.rounds_a_visit;
  return fewest + random_.below(most - fewest + 1);
}

WalletOp WalletRounds::op(Kind kind, const Decimal &amount, std::string_view requirement) {
  WalletOp op;
  op.kind = kind;
  op.round = round_;
  op.transaction = ++transaction_;
  op.amount = amount;
  op.requirement = requirement;
  return op;
}

WalletOp WalletRounds::debit_of(const Decimal &bet, const std::vector<int> &free_games) {
  const bool is_free = !free_games.empty() && random_.happens(setup_->plan.free_games);
  WalletOp debit = op(Kind::debit, is_free ? Decimal() : bet, "wallet.debit.lowers-balance");
  if (is_free) debit.free_game = free_games[random_.below(static_cast<std::uint32_t>(free_games.size()))];
  debit.itemised = random_.happens(setup_->plan.itemised);
  return debit;
}

/// In two to four credits, whole units each, where the round pays several; else in one.
std::vector<Decimal> WalletRounds::parts_of(const Decimal &win) {
  std::vector<Decimal> parts;
  Decimal rest = win;
  if (random_.happens(setup_->plan.several_credits)) {
    const std::uint32_t count = 1 + random_.below(3);
    const Decimal step = setup_->plan.bets.items().front().value;
    for (std::uint32_t i = 0; i < count && rest > step && !step.is_zero(); ++i) {
      parts.push_back(step);
      rest -= step;
    }
  }
  parts.push_back(rest);
  return parts;
}

void WalletRounds::pay(const Decimal &win, bool finish, std::vector<WalletOp> &calls) {
  for (const Decimal &part : parts_of(win)) calls.push_back(op(Kind::credit, part, "wallet.credit.raises-balance"));
  if (calls.back().amount.is_zero()) calls.back().requirement = "wallet.amount.zero";
  calls.back().finish = finish;
}

/// One call that the wallet must refuse, where it stands in the round.
void WalletRounds::add_violation(std::vector<WalletOp> &calls, const WalletOp &debit) {
  WalletOp wrong = op(Kind::debit, debit.amount, "wallet.round.single-debit");
  wrong.must = Must::be_refused;
  wrong.round = debit.round;
  switch (random_.below(3)) {
    case 0:  // before the round's own debit: one that the player cannot pay
      wrong.above_balance = true;
      wrong.amount = setup_->plan.bets.draw(random_) + Decimal::unit(setup_->max_decimals);
      wrong.code = "INSUFFICIENT_FUNDS";
      wrong.requirement = "wallet.funds.insufficient-refused";
      calls.insert(calls.begin(), wrong);
      return;
    case 1:  // after the end: a credit
      wrong.kind = Kind::credit;
      wrong.requirement = "wallet.round.finished-takes-nothing-new";
      calls.push_back(wrong);
      return;
    default:  // a second debit
      calls.insert(calls.begin() + 1, wrong);
  }
}

void WalletRounds::take_back(const WalletOp &debit, std::vector<WalletOp> &calls) {
  WalletOp rollback = debit;
  rollback.kind = Kind::rollback;
  rollback.requirement = "wallet.rollback.returns-amount";
  calls.push_back(rollback);
  if (!random_.happens(setup_->plan.must_be_refused)) return;
  WalletOp again = debit;
  again.must = Must::be_refused;
  again.requirement = "wallet.rollback.debit-stays-cancelled";
  calls.push_back(again);
}

/// Two or three rounds at once. Either all debits are in flight together, and then all credits; or each credit goes
/// with the debit of the next round. Where a violation is wanted each debit is for the whole balance: one of them fits.
void WalletRounds::play_together(const Decimal &balance, std::deque<WalletOp> &calls) {
  const WalletPlan &plan = setup_->plan;
  const bool race = balance > Decimal(0) && random_.happens(plan.must_be_refused);
  const bool side_by_side = random_.below(2) == 0 || race;
  std::vector<WalletOp> debits, credits;
  for (std::uint32_t i = 0, count = 2 + random_.below(2); i < count; ++i) {
    ++round_;
    const Decimal bet = race ? balance : plan.bets.draw(random_);
    debits.push_back(op(Kind::debit, bet, "wallet.debit.lowers-balance"));
    const Decimal win = race ? balance : bet * plan.payouts.draw(random_);
    credits.push_back(op(Kind::credit, win, win.is_zero() ? "wallet.amount.zero" : "wallet.credit.raises-balance"));
    credits.back().finish = true;
  }
  const std::size_t shift =
      side_by_side ? debits.size() : 1;  // the credit of a round goes with the debit so much later
  for (std::size_t i = 0; i < debits.size() + shift; ++i) {
    if (i % shift == 0) ++flight_;
    if (i < debits.size()) debits[i].flight = flight_;
    if (i >= shift) credits[i - shift].flight = flight_;
    if (i >= shift) calls.push_back(credits[i - shift]);
    if (i < debits.size()) calls.push_back(debits[i]);
  }
}

void WalletRounds::next_round(const Decimal &balance, const std::vector<int> &free_games, std::deque<WalletOp> &calls) {
  const WalletPlan &plan = setup_->plan;
  const bool needs_help = plan.top_up && balance < plan.top_up->first;
  if (!needs_help && random_.happens(plan.together)) return play_together(balance, calls);
  ++round_;
  const Decimal bet = plan.bets.draw(random_);
  const Decimal win = bet * plan.payouts.draw(random_);
  std::vector<WalletOp> &round = calls_;
  round.assign(1, debit_of(bet, free_games));
  const WalletOp debit = round.front();
  if (random_.happens(plan.rolled_back)) {
    take_back(debit, round);
  } else if (open_.size() < most_open && random_.happens(plan.left_open)) {
    open_.push_back(round_);
    if (!win.is_zero()) pay(win, false, round);
  } else {
    if (needs_help) {
      round.push_back(op(Kind::credit, plan.top_up->second, "wallet.credit.raises-balance"));
      round.back().top_up = true;
    }
    if (win.is_zero() && !needs_help && random_.below(2) == 0) {
      round.front().finish = true;
    } else {
      pay(win, true, round);
    }
    if (random_.happens(plan.must_be_refused)) add_violation(round, debit);
  }
  calls.insert(calls.end(), round.begin(), round.end());
  if (!open_.empty() && open_.front() != round_ && random_.below(8) == 0) {
    calls.push_back(op(Kind::credit, Decimal(), "wallet.credit.raises-balance"));
    calls.back().round = open_.front();
    calls.back().finish = true;
    open_.pop_front();
  }
}

void WalletRounds::finish_all(std::deque<WalletOp> &calls) {
  for (; !open_.empty(); open_.pop_front()) {
    calls.push_back(op(Kind::credit, Decimal(), "wallet.credit.raises-balance"));
    calls.back().round = open_.front();
    calls.back().finish = true;
  }
}

void WalletRounds::settle(const Decimal &balance, const Decimal &wanted, std::deque<WalletOp> &calls) {
  if (balance == wanted) return;
  ++round_;
  const bool owes = balance > wanted;
  calls.push_back(op(Kind::debit, owes ? balance - wanted : Decimal(), "wallet.debit.lowers-balance"));
  calls.back().finish = owes;
  if (owes) return;
  calls.push_back(op(Kind::credit, wanted - balance, "wallet.credit.raises-balance"));
  calls.back().finish = true;
}

void WalletRounds::forget(std::uint64_t round) {
  std::erase(open_, round);
}

}  // namespace pitboss::traffic
