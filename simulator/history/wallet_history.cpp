#include "simulator/history/wallet_history.hpp"

#include <limits>
#include <map>

namespace pitboss::history {
namespace {

using model::WalletObservation;
using model::WalletOp;
using model::WalletState;

constexpr long long never = std::numeric_limits<long long>::max();

bool is_unknown(const Event &event) {
  return event.observed.kind == WalletObservation::Kind::unknown;
}

/// An unknown call may take effect at any time after it was sent.
long long end_of(const Event &event) {
  return is_unknown(event) ? never : event.ended;
}

std::string in_words(const Event &event) {
  static const char *const names[] = {"balance", "debit", "credit", "rollback"};
  std::string text = names[static_cast<int>(event.op.kind)];
  if (event.op.kind == WalletOp::Kind::debit || event.op.kind == WalletOp::Kind::credit)
    text += " of " + event.op.amount.to_string(2);
  if (event.op.kind != WalletOp::Kind::balance)
    text += " (round " + event.op.round + ", transaction " + event.op.transaction + ")";
  if (event.observed.kind == WalletObservation::Kind::accepted) return text + " answered as accepted";
  return text + " answered as refused" + (event.observed.code.empty() ? "" : " with " + event.observed.code);
}

/// Depth-first search over the orders of the events (Wing and Gong), that visits no pair of remaining events and state
/// twice (Lowe).
class Search {
 public:
  Search(const std::set<WalletState> &before, const std::vector<Event> &events)
      : events_(events),
        classes_(classify(before, events)),
        done_(events.size(), false),
        left_(static_cast<std::size_t>(
            std::count_if(events.begin(), events.end(), [](const Event &e) { return !is_unknown(e); }))) {
    for (WalletState state : before) {
      state.begin_flight();
      visit(state);
    }
  }

  Explanation result() {
    Explanation out;
    out.conclusive = positions_ < max_positions;
    out.explained = !closing_.empty() || !out.conclusive;
    out.order = best_order_;
    std::set<model::Decimal> balances;
    for (const WalletState &state : closing_) balances.insert(state.balance());
    out.closing_balances.assign(balances.begin(), balances.end());
    for (WalletState state : closing_) {
      state.end_flight(balances_);
      out.closing_states.insert(std::move(state));
    }
    if (!out.explained) out.why_not = why_not();
    return out;
  }

 private:
  /// Events of one class can be exchanged for each other: the same call with the same outcome, or calls that differ in
  /// the names of their ids only, where nobody else uses these ids. Not so where the outcome is unknown: which of them
  /// took effect matters to what comes later.
  static std::vector<int> classify(const std::set<WalletState> &before, const std::vector<Event> &events) {
    std::map<std::string, int> round_uses;
    std::map<std::pair<std::string, std::string>, int> transaction_uses;
    for (const Event &event : events) {
      ++round_uses[event.op.round];
      ++transaction_uses[{event.op.round, event.op.transaction}];
    }
    const auto is_new_round = [&](const WalletOp &op) {
      return round_uses[op.round] == 1 && std::none_of(before.begin(), before.end(), [&](const WalletState &state) {
               return state.knows_round(op.round);
             });
    };
    const auto is_new_transaction = [&](const WalletOp &op) {
      return transaction_uses[{op.round, op.transaction}] == 1 &&
             std::none_of(before.begin(), before.end(),
                          [&](const WalletState &state) { return state.knows_transaction(op.round, op.transaction); });
    };
    std::map<std::pair<WalletOp, WalletObservation::Kind>, int> numbers;
    std::vector<int> classes;
    for (const Event &event : events) {
      WalletOp op = event.op;
      if (op.kind != WalletOp::Kind::balance && !is_unknown(event)) {
        if (is_new_transaction(op)) op.transaction = "";
        if (is_new_round(event.op)) op.round = "";
      }
      classes.push_back(
          numbers.emplace(std::pair{op, event.observed.kind}, static_cast<int>(numbers.size())).first->second);
    }
    return classes;
  }

  /// The events that may come next: none that had not ended comes after one that began later.
  [[nodiscard]] std::vector<std::size_t> candidates() const {
    long long first_end = never;
    for (std::size_t i = 0; i < events_.size(); ++i)
      if (!done_[i]) first_end = std::min(first_end, end_of(events_[i]));
    std::map<int, std::size_t> earliest_of_class;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      if (done_[i] || events_[i].began > first_end) continue;
      const auto [known, inserted] = earliest_of_class.emplace(classes_[i], i);
      if (!inserted && end_of(events_[i]) < end_of(events_[known->second])) known->second = i;
    }
    std::vector<std::size_t> all;
    all.reserve(earliest_of_class.size());
    for (const auto &[number, index] : earliest_of_class) all.push_back(index);
    return all;
  }

  static std::vector<WalletState> next_states(const Event &event, const WalletState &state) {
    std::vector<WalletState> next;
    for (WalletState::Possibility &possible : state.possible_answers(event.op)) {
      const bool is_accepted = possible.answer.kind == model::WalletAnswer::Kind::accepted;
      if (!is_unknown(event) && is_accepted != (event.observed.kind == WalletObservation::Kind::accepted)) continue;
      if (std::find(next.begin(), next.end(), possible.next) == next.end()) next.push_back(std::move(possible.next));
    }
    return next;
  }

  void visit(const WalletState &state) {
    if (positions_ >= max_positions || !seen_.emplace(done_, state).second) return;
    ++positions_;
    balances_.insert(state.balance());
    if (order_.size() >= best_order_.size() && closing_.empty()) best_order_ = order_;
    if (left_ == 0) closing_.insert(state);  // what is unknown need not have taken effect
    const std::vector<std::size_t> open = candidates();
    for (const std::size_t i : open) {  // an answer that changes nothing now would change nothing later either
      if (is_unknown(events_[i])) continue;
      const std::vector<WalletState> next = next_states(events_[i], state);
      if (next.size() == 1 && next.front() == state) return step(i, state);
    }
    for (const std::size_t i : open)
      for (const WalletState &next : next_states(events_[i], state)) step(i, next);
  }

  void step(std::size_t i, const WalletState &next) {
    const std::size_t weight = is_unknown(events_[i]) ? 0 : 1;
    done_[i] = true;
    left_ -= weight;
    order_.push_back(i);
    visit(next);
    order_.pop_back();
    left_ += weight;
    done_[i] = false;
  }

  [[nodiscard]] std::string why_not() const {
    std::string text = "no order of the calls explains the answers: ";
    std::vector<bool> placed(events_.size(), false);
    for (std::size_t n = 0; n < best_order_.size(); ++n) {
      text += (n == 0 ? "" : ", then ") + in_words(events_[best_order_[n]]);
      placed[best_order_[n]] = true;
    }
    for (std::size_t i = 0; i < events_.size(); ++i)
      if (!placed[i] && !is_unknown(events_[i]))
        return text + (best_order_.empty() ? "" : ", and ") + "then " + in_words(events_[i]) + " does not fit";
    return text;
  }

  const std::vector<Event> &events_;
  std::vector<int> classes_;
  std::vector<bool> done_;
  std::vector<std::size_t> order_, best_order_;
  std::size_t left_ = 0;  ///< known events that have no place yet
  std::size_t positions_ = 0;
  std::set<std::pair<std::vector<bool>, WalletState>> seen_;
  std::set<WalletState> closing_;
  std::set<model::Decimal> balances_;  ///< of all states on the way
};

}  // namespace

Explanation explain(const model::WalletOracle &before, const std::vector<Event> &events) {
  return Search(before.states(), events).result();
}

}  // namespace pitboss::history
