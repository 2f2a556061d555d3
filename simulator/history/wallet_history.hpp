#pragma once

#include <set>
#include <string>
#include <vector>

#include "simulator/model/wallet_model.hpp"

namespace pitboss::history {

/// One call of a recorded history. Two calls were concurrent where neither ended before the other began.
struct Event {
  model::WalletOp op;
  model::WalletObservation observed;
  long long began = 0;  ///< any clock, any unit, one for the whole history
  long long ended = 0;
};

struct Explanation {
  bool explained = false;
  std::vector<std::size_t>
      order;  ///< an order of the events that the model allows; those that took no effect are left out
  std::vector<model::Decimal>
      closing_balances;  ///< balances that the model allows at the end, over all explaining orders
  std::set<model::WalletState> closing_states;  ///< likewise
  bool conclusive = true;  ///< false: the search was given up at its bound, and `explained` is true for want of proof
  std::string why_not;     ///< for a person: the longest prefix that fits, and the call that does not
};

inline constexpr std::size_t max_positions = 50'000;  ///< of the search; see explain

/// Looks for an order of the calls, true to their times, in which the model gives every answer that was observed
/// (linearizability; Wing and Gong 1993, with the memoisation of Lowe 2017). An unknown outcome may have taken effect
/// or not. Balances in replies of concurrent calls are not compared: a wallet may read the balance a moment after the
/// transaction; so any balance on the way may be the balance of then of any of them. Calls that are the same but for
/// the names of their ids are tried in one order only, and calls that change nothing are taken at once, so that 24
/// calls in flight take milliseconds. Bounded: after `max_positions` the search is given up and nobody is blamed.
Explanation explain(const model::WalletOracle &before, const std::vector<Event> &events);

}  // namespace pitboss::history
