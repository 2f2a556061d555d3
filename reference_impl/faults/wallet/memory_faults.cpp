#include <map>
#include <set>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/store_between.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::Call;

/// Keeps the record of a transaction where the connection that brought it finds it, and nobody else.
class PerConnectionStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    operation.decide = [this, keys = operation.keys, decide = std::move(operation.decide)](View view) {
      const std::lock_guard lock(mutex_);
      const auto [owner, is_first] = owners_.emplace(*keys.transaction, keys.connection);
      const bool hidden = view.transaction && view.transaction->status == TransactionStatus::applied && !is_first &&
                          owner->second != keys.connection;
      if (hidden) {
        if (view.round && view.round->debit == keys.transaction->transaction_id) view.round.reset();
        view.transaction.reset();
      }
      return decide(view);
    };
    inner().submit(std::move(operation));
  }

 private:
  std::mutex mutex_;
  std::map<wallet::TransactionKey, std::uint64_t> owners_;
};

/// Loses the record, and the answer, of a credit that is the third of its round or a later one, and of odd cents; the
/// money has moved.
class ForgetfulStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    const auto forgotten = std::make_shared<bool>(false);
    operation.decide = [this, forgotten, round = *operation.keys.round,
                        decide = std::move(operation.decide)](const View &view) {
      Outcome outcome = decide(view);
      const auto &made = outcome.changes.transaction;
      if (!made || made->type != TransactionType::credit) return outcome;
      const std::lock_guard lock(mutex_);
      *forgotten = ++credits_[round] > 2 && is_of_odd_cents(made->amount);
      if (*forgotten)
        outcome.changes = {.balance = outcome.changes.balance, .round = {}, .transaction = {}, .free_game = {}};
      return outcome;
    };
    operation.done = [forgotten, done = std::move(operation.done)](std::optional<Reply> reply) {
      done(*forgotten ? std::nullopt : std::move(reply));
    };
    inner().submit(std::move(operation));
  }

 private:
  /// More than ten, and not in fives: 0.17, and neither 0.05 nor 2.25.
  static bool is_of_odd_cents(const Decimal &amount) {
    const std::string text = amount.to_string(2);
    return amount > *Decimal::parse("0.10") && text.back() != '0' && text.back() != '5';
  }

  std::mutex mutex_;
  std::map<wallet::RoundKey, int> credits_;
};

/// Knows a bet that finished its round by the connection that brought it; one that begins with the retry has it applied
/// again.
class FinishedBetsPerConnectionStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    const bool is_first = first_of_its_connection(operation.keys.connection);
    if (!is_first || operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    operation.decide = [key = *operation.keys.transaction, decide = std::move(operation.decide)](View view) {
      if (view.transaction && view.round && view.round->finished && view.round->debit == key.transaction_id &&
          !view.round->paid && !view.transaction->free_game) {
        view.transaction.reset();
        view.round.reset();
      }
      return decide(view);
    };
    inner().submit(std::move(operation));
  }

 private:
  bool first_of_its_connection(std::uint64_t connection) {
    const std::lock_guard lock(mutex_);
    return connections_.insert(connection).second;
  }

  std::mutex mutex_;
  std::set<std::uint64_t> connections_;
};

/// Writes the books when a balance is read; between two readings there is room for twenty transactions of a player.
class OverflowingStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call == Call::balance) {
      const std::lock_guard lock(mutex_);
      unread_.erase(operation.keys.player_id);
    }
    if (operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    operation.decide = [this, player = operation.keys.player_id,
                        decide = std::move(operation.decide)](const View &view) {
      Outcome outcome = decide(view);
      if (!outcome.changes.balance) return outcome;
      const std::lock_guard lock(mutex_);
      if (++unread_[player] > 20) outcome.changes = {};
      return outcome;
    };
    inner().submit(std::move(operation));
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> unread_;
};

}  // namespace

Deviations memory_faults() {
  return {
      also_breaks(
          {"idempotency-within-a-connection", "wallet.retry.lost-reply-applies-once",
           "Transactions are remembered for the connection they came over; a retry over another one is applied again.",
           [](Behaviour &b) { put_before_store<PerConnectionStore>(b); }},
          {"wallet.replay.in-flight-applies-once", "wallet.rollback.debit-stays-cancelled",
           "wallet.free-game.counts-down-once", "wallet.retry.any-sequence-adds-up"}),
      {"applied-but-answered-500", "wallet.retry.any-sequence-adds-up",
       "A credit of odd cents that is the third of its round, or a later one, moves the money, is answered 500 and "
       "forgotten; its retry is paid again.",
       [](Behaviour &b) { put_before_store<ForgetfulStore>(b); }},
      {"finished-bets-known-per-connection", "wallet.retry.lost-reply-applies-once",
       "A bet that finished its round is taken again when its retry is the first request of a connection.",
       [](Behaviour &b) { put_before_store<FinishedBetsPerConnectionStore>(b); }},
      {"books-overflow", "wallet.retry.any-sequence-adds-up",
       "Of the transactions of a player between two readings of the balance the 21st and those after it are answered "
       "and lost.",
       [](Behaviour &b) { put_before_store<OverflowingStore>(b); }},
  };
}

}  // namespace pitboss::reference::wallet::faults
