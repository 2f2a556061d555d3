#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "schemas/wire/decimal.hpp"

/// The contract `wallet` as a pure model, read from the contract page and from nothing else: the oracle of the runner.
///
/// A model state is what one player's wallet may be in, by the contract, after the calls so far. Where the contract
/// allows several answers (rules 5, 10, 11) `possible_answers` gives them all, each with the state that follows; the
/// observer keeps those that fit what the target said.
namespace pitboss::model {

using wire::Decimal;

struct WalletOp {
  enum class Kind { balance, debit, credit, rollback } kind = Kind::balance;
  std::string round;
  std::string transaction;
  Decimal amount;
  bool finish = false;
  bool free_game = false;  ///< the debit names a free game
  bool unusable_game =
      false;  ///< … that is unknown, expired or used up (the caller counts free rounds, the model does not)

  auto operator<=>(const WalletOp &) const = default;
};

struct WalletAnswer {
  enum class Kind { accepted, refused } kind = Kind::accepted;
  std::vector<Decimal> balances;   ///< accepted: each of them is a right balance (then or now)
  std::vector<std::string> codes;  ///< refused: the codes that the contract names; empty where it names none
  std::string rule;                ///< id of the requirement that says so
};

class WalletState {
 public:
  explicit WalletState(Decimal opening) : balance_(opening) {}

  struct Possibility;
  /// Every answer that the contract allows now. Never empty.
  [[nodiscard]] std::vector<Possibility> possible_answers(const WalletOp &op) const;

  [[nodiscard]] const Decimal &balance() const { return balance_; }
  /// Rounds with an applied debit that are neither finished nor cancelled.
  [[nodiscard]] std::vector<std::string> open_rounds() const;
  /// Round and transaction of the free debits in open rounds without credits: those that a rollback gives back.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> unpaid_free_debits() const;
  /// Whether any transaction or rollback was ever answered in this round.
  [[nodiscard]] bool knows_round(const std::string &round) const { return rounds_.contains(round); }
  /// Whether this transaction was ever applied, or rolled back unseen, in this round.
  [[nodiscard]] bool knows_transaction(const std::string &round, const std::string &transaction) const;

  /// From now on calls are in flight together: the balance right after each of them is not known, so that orders which
  /// lead to the same wallet lead to the same state.
  void begin_flight() { in_flight_ = true; }
  /// They have ended: each of `balances` may be the balance of then of any of them.
  void end_flight(const std::set<Decimal> &balances);

  auto operator<=>(const WalletState &) const = default;

 private:
  struct Applied {
    WalletOp op;
    std::set<Decimal> balance_then;  ///< each of them may be it; empty while in flight
    auto operator<=>(const Applied &) const = default;
  };
  struct Round {
    std::map<std::string, Applied>
        applied;        ///< by transaction id (of two types under one id, the second by its type too)
    std::string debit;  ///< transaction id of the applied debit; empty while there is none
    bool paid = false;  ///< has credits
    bool finished = false;
    bool cancelled = false;                 ///< its debit was rolled back
    std::set<Decimal> balance_at_rollback;  ///< where cancelled, likewise
    std::set<std::string> tombstones;       ///< rolled back before they were seen, answered 200
    auto operator<=>(const Round &) const = default;
  };
  using Possibilities = std::vector<Possibility>;

  /// What is remembered as the balance of then of a call that was just applied.
  [[nodiscard]] std::set<Decimal> balance_to_remember() const {
    return in_flight_ ? std::set<Decimal>{} : std::set<Decimal>{balance_};
  }
  [[nodiscard]] Possibility stay(WalletAnswer answer) const;
  [[nodiscard]] Possibility apply(const WalletOp &op, const Decimal &change, const char *rule) const;
  [[nodiscard]] Possibilities transaction(const WalletOp &op) const;
  [[nodiscard]] Possibilities new_transaction(const WalletOp &op, const Round &round) const;
  [[nodiscard]] Possibilities replay(const WalletOp &op, const Round &round, const Applied &applied) const;
  [[nodiscard]] Possibilities first_debit(const WalletOp &op) const;
  [[nodiscard]] Possibilities rollback(const WalletOp &op) const;
  [[nodiscard]] Possibilities rollback_of_debit(const WalletOp &op, const Round &round, const Applied &applied) const;
  [[nodiscard]] Possibilities rollback_of_unseen(const WalletOp &op) const;
  [[nodiscard]] Possibilities rollback_unjudged(const WalletOp &op, const Decimal &change, const char *rule) const;

  Decimal balance_;
  bool in_flight_ = false;
  std::map<std::string, Round> rounds_;
};

struct WalletState::Possibility {
  WalletAnswer answer;
  WalletState next;
};

/// What was observed of one call.
struct WalletObservation {
  enum class Kind { accepted, refused, unknown } kind = Kind::unknown;  ///< unknown: lost, or a retryable error
  std::optional<Decimal> balance;                                       ///< of an accepted reply
  std::string code;
};

/// Follows one player's wallet through a sequence of calls, keeping every state that the contract allows.
class WalletOracle {
 public:
  explicit WalletOracle(Decimal opening) : states_{WalletState(opening)} {}
  /// Precondition: not empty.
  explicit WalletOracle(std::set<WalletState> states) : states_(std::move(states)) {}

  /// What is expected of `op` now, in words and as values: the union over the states.
  [[nodiscard]] std::vector<WalletAnswer> expected(const WalletOp &op) const;
  /// Takes the observation in. False, with the states unchanged, where no state allows it. Codes are not compared.
  bool observe(const WalletOp &op, const WalletObservation &observation);

  [[nodiscard]] const std::set<WalletState> &states() const { return states_; }
  /// The balances that the contract allows now.
  [[nodiscard]] std::vector<Decimal> balances() const;

 private:
  std::set<WalletState> states_;
};

}  // namespace pitboss::model
