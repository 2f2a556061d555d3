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

/// Loses the record, and the answer, of every fifth transaction of a player; the money has moved.
class ForgetfulStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    const auto forgotten = std::make_shared<bool>(false);
    operation.decide = [this, forgotten, player = operation.keys.player_id,
                        decide = std::move(operation.decide)](const View &view) {
      Outcome outcome = decide(view);
      if (!outcome.changes.balance || !outcome.changes.transaction) return outcome;
      const std::lock_guard lock(mutex_);
      *forgotten = ++applied_[player] % 5 == 0;
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
  std::mutex mutex_;
  std::map<std::string, int> applied_;
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
      also_breaks(
          {"applied-but-answered-500", "wallet.retry.any-sequence-adds-up",
           "Every fifth transaction of a player moves the money, is answered 500 and forgotten; its retry is applied "
           "again.",
           [](Behaviour &b) { put_before_store<ForgetfulStore>(b); }},
          {"wallet.signature.refused-changes-nothing",
           "wallet.signature.raw-bytes",
           "wallet.token.old-token-settles",
           "wallet.transaction.all-fields-accepted",
           "wallet.transaction.round-finished-defaults-to-false",
           "wallet.amount.exponents",
           "wallet.fields.missing-refused",
           "wallet.fields.names-in-any-case",
           "wallet.fields.unknown-ignored",
           "wallet.fields.null-is-absent",
           "wallet.fields.ids-accepted",
           "wallet.round.belongs-to-player",
           "wallet.transaction.identified-in-its-round",
           "wallet.transaction.whole-id-compared",
           "wallet.debit.lowers-balance",
           "wallet.credit.raises-balance",
           "wallet.round.zero-or-more-credits",
           "wallet.replay.after-finish",
           "wallet.replay.applies-once",
           "wallet.replay.other-amount-or-type-changes-nothing",
           "wallet.replay.in-flight-applies-once",
           "wallet.funds.never-negative",
           "wallet.funds.refused-leaves-no-trace",
           "wallet.rollback.concerns-its-transaction-alone",
           "wallet.free-game.credits-pay",
           "wallet.free-game.ignored-on-credit",
           "wallet.retry.lost-reply-applies-once",
           "wallet.exact.values",
           "wallet.exact.sums",
           "wallet.refused.changes-nothing",
           "wallet.robust.keeps-serving"}),
      {"finished-bets-known-per-connection", "wallet.retry.lost-reply-applies-once",
       "A bet that finished its round is taken again when its retry is the first request of a connection.",
       [](Behaviour &b) { put_before_store<FinishedBetsPerConnectionStore>(b); }},
      {"books-overflow", "wallet.retry.any-sequence-adds-up",
       "Of the transactions of a player between two readings of the balance the 21st and those after it are answered "
       "and "
       "lost.",
       [](Behaviour &b) { put_before_store<OverflowingStore>(b); }},
  };
}

}  // namespace pitboss::reference::wallet::faults
