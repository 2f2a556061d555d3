#include "simulator/model/wallet_model.hpp"

namespace pitboss::model {
namespace {

using Kind = WalletAnswer::Kind;

WalletAnswer accepted(std::vector<Decimal> balances, const char *rule) {
  return {Kind::accepted, std::move(balances), {}, rule};
}

WalletAnswer refused(std::vector<std::string> codes, const char *rule) {
  return {Kind::refused, {}, std::move(codes), rule};
}

/// Under which name a round keeps a transaction whose id one of the other type has already.
std::string name_of_second(const WalletOp &op) {
  return op.transaction + (op.kind == WalletOp::Kind::debit ? " (debit)" : " (credit)");
}

/// The balances that a repeated call may be answered with: the one of then, or the one of now.
std::vector<Decimal> then_or(const std::set<Decimal> &then, const Decimal &now) {
  std::vector<Decimal> all(then.begin(), then.end());
  if (!then.contains(now)) all.push_back(now);
  return all;
}

/// Whether a replay is the same but for what rule 5 leaves open.
bool same_content(const WalletOp &a, const WalletOp &b) {
  return a.kind == b.kind && a.amount == b.amount;
}

}  // namespace

// ---- What every answer does to the state
// -------------------------------------------------------------------------------

WalletState::Possibility WalletState::stay(WalletAnswer answer) const {
  return {std::move(answer), *this};
}

WalletState::Possibility WalletState::apply(const WalletOp &op, const Decimal &change, const char *rule) const {
  WalletState next = *this;
  next.balance_ += change;
  Round &round = next.rounds_[op.round];
  const bool is_second = round.applied.contains(op.transaction);
  round.applied[is_second ? name_of_second(op) : op.transaction] = {op, next.balance_to_remember()};
  if (op.kind == WalletOp::Kind::debit) round.debit = op.transaction;
  if (op.kind == WalletOp::Kind::credit) round.paid = true;
  round.finished = round.finished || op.finish;  // rule 4
  return {accepted({next.balance_}, rule), next};
}

std::vector<WalletState::Possibility> WalletState::possible_answers(const WalletOp &op) const {
  switch (op.kind) {
    case WalletOp::Kind::balance:
      return {stay(accepted({balance_}, "wallet.balance.response"))};
    case WalletOp::Kind::rollback:
      return rollback(op);
    case WalletOp::Kind::debit:
    case WalletOp::Kind::credit:
      break;
  }
  return transaction(op);
}

// ---- Rules 1 to 8: debits and credits
// ------------------------------------------------------------------------------------

WalletState::Possibilities WalletState::transaction(const WalletOp &op) const {
  if (op.amount.is_negative())
    return {stay(refused({"VALIDATION_FAILED"}, "wallet.amount.negative-refused"))};  // rule 8
  const auto found = rounds_.find(op.round);
  const Round round = found == rounds_.end() ? Round{} : found->second;
  if (const auto second = round.applied.find(name_of_second(op)); second != round.applied.end())
    return replay(op, round, second->second);
  const auto applied = round.applied.find(op.transaction);
  if (applied == round.applied.end()) return new_transaction(op, round);
  Possibilities all = replay(op, round, applied->second);
  if (applied->second.op.kind != op.kind)  // that both types share their ids is a SHOULD (Identity)
    for (Possibility &own : new_transaction(op, round))
      if (own.answer.kind == Kind::accepted) all.push_back(std::move(own));
  return all;
}

WalletState::Possibilities WalletState::new_transaction(const WalletOp &op, const Round &round) const {
  if (round.tombstones.contains(op.transaction))  // rule 10
    return {stay(refused({"DEBIT_ROLLED_BACK"}, "wallet.rollback.late-debit-refused"))};
  if (round.finished)  // rule 4
    return {stay(refused({"VALIDATION_FAILED"}, "wallet.round.finished-takes-nothing-new"))};

  if (op.kind == WalletOp::Kind::debit) {
    if (round.cancelled) return {stay(refused({}, "wallet.rollback.another-debit-refused"))};              // rule 9
    if (!round.debit.empty()) return {stay(refused({"VALIDATION_FAILED"}, "wallet.round.single-debit"))};  // rule 2
    return first_debit(op);
  }
  if (round.cancelled)  // rule 9
    return {stay(refused({"DEBIT_ROLLED_BACK", "VALIDATION_FAILED"}, "wallet.rollback.credit-refused"))};
  if (round.debit.empty())  // rule 3
    return {stay(refused({"VALIDATION_FAILED"}, "wallet.round.credit-before-debit"))};
  const char *rule = op.amount.is_zero() ? "wallet.amount.zero"
                     : round.paid        ? "wallet.round.zero-or-more-credits"
                                         : "wallet.credit.raises-balance";
  return {apply(op, op.amount, rule)};
}

WalletState::Possibilities WalletState::first_debit(const WalletOp &op) const {
  if (op.free_game && op.unusable_game)  // rule 12, a SHOULD: a target may also take it as a debit of nothing
    return {stay(refused({"VALIDATION_FAILED"}, "wallet.free-game.unusable-refused")),
            apply(op, 0, "wallet.free-game.unusable-refused")};
  if (op.free_game && !op.amount.is_zero()) {  // likewise; what an accepted one costs is not said
    Possibilities all{stay(refused({"VALIDATION_FAILED"}, "wallet.free-game.amount-above-zero-refused")),
                      apply(op, 0, "wallet.free-game.amount-above-zero-refused")};
    if (op.amount <= balance_) all.push_back(apply(op, -op.amount, "wallet.free-game.amount-above-zero-refused"));
    return all;
  }
  if (op.amount > balance_)  // rule 7
    return {stay(refused({"INSUFFICIENT_FUNDS"}, "wallet.funds.insufficient-refused"))};
  if (!op.amount.is_zero() && op.amount == balance_)
    return {apply(op, -op.amount, "wallet.funds.whole-balance-allowed")};
  return {apply(op, -op.amount,
                op.amount.is_zero() && !op.free_game ? "wallet.amount.zero" : "wallet.debit.lowers-balance")};
}

WalletState::Possibilities WalletState::replay(const WalletOp &op, const Round &round, const Applied &applied) const {
  const std::vector<Decimal> then_or_now = then_or(applied.balance_then, balance_);
  if (!same_content(op, applied.op)) {  // refused is a SHOULD, that nothing changes a MUST
    return {stay(refused({}, "wallet.replay.other-amount-or-type-changes-nothing")),
            stay(accepted(then_or_now, "wallet.replay.other-amount-or-type-changes-nothing"))};
  }
  const bool differs = op.finish != applied.op.finish || op.free_game != applied.op.free_game;
  if (differs)
    return {stay(accepted(then_or_now, "wallet.replay.other-content-changes-nothing")),
            stay(refused({}, "wallet.replay.other-content-changes-nothing"))};
  if (round.cancelled && op.transaction == round.debit)  // rule 9
    return {stay(refused({"DEBIT_ROLLED_BACK"}, "wallet.rollback.debit-stays-cancelled"))};
  return {stay(accepted(then_or_now, round.finished ? "wallet.replay.after-finish" : "wallet.replay.applies-once"))};
}

// ---- Rules 9 to 11: rollback
// -----------------------------------------------------------------------------------------------

WalletState::Possibilities WalletState::rollback(const WalletOp &op) const {
  const auto found = rounds_.find(op.round);
  if (found == rounds_.end()) return rollback_of_unseen(op);
  const Round &round = found->second;
  const auto applied = round.applied.find(op.transaction);
  if (applied == round.applied.end()) return rollback_of_unseen(op);
  if (applied->second.op.kind == WalletOp::Kind::credit)
    return rollback_unjudged(op, -applied->second.op.amount, "wallet.rollback.of-credit");
  return rollback_of_debit(op, round, applied->second);
}

WalletState::Possibilities WalletState::rollback_of_debit(const WalletOp &op, const Round &round,
                                                          const Applied &applied) const {
  if (round.cancelled)
    return {stay(accepted(then_or(round.balance_at_rollback, balance_), "wallet.rollback.repeated"))};
  if (round.finished) return rollback_unjudged(op, applied.op.amount, "wallet.rollback.of-finished-round");
  if (round.paid) return rollback_unjudged(op, applied.op.amount, "wallet.rollback.of-paid-round");
  WalletState next = *this;
  next.balance_ += applied.op.amount;
  next.rounds_[op.round].cancelled = true;
  next.rounds_[op.round].balance_at_rollback = next.balance_to_remember();
  return {{accepted({next.balance_}, "wallet.rollback.returns-amount"), next}};
}

WalletState::Possibilities WalletState::rollback_of_unseen(const WalletOp &op) const {
  WalletState with_tombstone = *this;
  with_tombstone.rounds_[op.round].tombstones.insert(op.transaction);
  const char *rule = "wallet.rollback.unknown-changes-nothing";
  // A refusal promises nothing: the transaction that comes late may be applied or refused.
  return {{accepted({balance_}, rule), with_tombstone}, stay(refused({}, rule)), {refused({}, rule), with_tombstone}};
}

/// Rule 11: any answer, and either nothing moves, or the transaction is taken back, alone or with all of its round.
WalletState::Possibilities WalletState::rollback_unjudged(const WalletOp &op, const Decimal &change,
                                                          const char *rule) const {
  WalletState alone = *this;
  alone.balance_ += change;
  WalletState whole = *this;
  Round &round = whole.rounds_[op.round];
  for (const auto &[id, applied] : round.applied)
    whole.balance_ += applied.op.kind == WalletOp::Kind::debit ? applied.op.amount : -applied.op.amount;
  round.cancelled = true;
  round.balance_at_rollback = whole.balance_to_remember();
  WalletState cancelled = alone;
  cancelled.rounds_[op.round].cancelled = true;
  cancelled.rounds_[op.round].balance_at_rollback = alone.balance_to_remember();
  return {stay(refused({}, rule)),
          stay(accepted({balance_}, rule)),
          {accepted({alone.balance_}, rule), alone},
          {accepted({cancelled.balance_}, rule), cancelled},
          {accepted({whole.balance_}, rule), whole}};
}

void WalletState::end_flight(const std::set<Decimal> &balances) {
  in_flight_ = false;
  for (auto &[id, round] : rounds_) {
    for (auto &[transaction, applied] : round.applied)
      if (applied.balance_then.empty()) applied.balance_then = balances;
    if (round.cancelled && round.balance_at_rollback.empty()) round.balance_at_rollback = balances;
  }
}

bool WalletState::knows_transaction(const std::string &round, const std::string &transaction) const {
  const auto found = rounds_.find(round);
  return found != rounds_.end() &&
         (found->second.applied.contains(transaction) || found->second.tombstones.contains(transaction));
}

std::vector<std::string> WalletState::open_rounds() const {
  std::vector<std::string> open;
  for (const auto &[id, round] : rounds_)
    if (!round.debit.empty() && !round.finished && !round.cancelled) open.push_back(id);
  return open;
}

std::vector<std::pair<std::string, std::string>> WalletState::unpaid_free_debits() const {
  std::vector<std::pair<std::string, std::string>> free;
  for (const auto &[id, round] : rounds_)
    if (!round.debit.empty() && !round.finished && !round.cancelled && !round.paid &&
        round.applied.at(round.debit).op.free_game)
      free.emplace_back(id, round.debit);
  return free;
}

// ---- The oracle
// ------------------------------------------------------------------------------------------------------------

namespace {

bool fits(const WalletAnswer &answer, const WalletObservation &seen) {
  if (seen.kind == WalletObservation::Kind::refused) return answer.kind == Kind::refused;
  if (answer.kind != Kind::accepted) return false;
  return !seen.balance ||
         std::find(answer.balances.begin(), answer.balances.end(), *seen.balance) != answer.balances.end();
}

}  // namespace

std::vector<WalletAnswer> WalletOracle::expected(const WalletOp &op) const {
  std::vector<WalletAnswer> all;
  for (const WalletState &state : states_) {
    for (const WalletState::Possibility &possible : state.possible_answers(op)) {
      const auto same = [&](const WalletAnswer &known) {
        return known.kind == possible.answer.kind && known.rule == possible.answer.rule;
      };
      const auto known = std::find_if(all.begin(), all.end(), same);
      if (known == all.end()) {
        all.push_back(possible.answer);
        continue;
      }
      for (const Decimal &balance : possible.answer.balances)
        if (std::find(known->balances.begin(), known->balances.end(), balance) == known->balances.end())
          known->balances.push_back(balance);
    }
  }
  return all;
}

bool WalletOracle::observe(const WalletOp &op, const WalletObservation &observation) {
  std::set<WalletState> next;
  const bool unknown = observation.kind == WalletObservation::Kind::unknown;
  if (unknown) next = states_;
  for (const WalletState &state : states_)
    for (WalletState::Possibility &possible : state.possible_answers(op))
      if (unknown || fits(possible.answer, observation)) next.insert(std::move(possible.next));
  if (next.empty()) return false;
  states_ = std::move(next);
  return true;
}

std::vector<Decimal> WalletOracle::balances() const {
  std::set<Decimal> all;
  for (const WalletState &state : states_) all.insert(state.balance());
  return {all.begin(), all.end()};
}

}  // namespace pitboss::model
