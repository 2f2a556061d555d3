#include <map>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/store_between.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::Call;

/// How long a check is old when the change that it allowed is made: long enough for every copy of a burst to be checked
/// by then.
constexpr std::chrono::milliseconds window{40};

/// Replaces in the fresh view what the faulty server had looked up before. False: this call is not affected.
using UseStale = std::function<bool(Call call, View &fresh, const View &stale)>;

/// Checks first and applies later, with time in between for others: the unit of work is torn in two.
class CheckThenApplyStore : public StoreBetween {
 public:
  CheckThenApplyStore(std::unique_ptr<store::Store> inner, http::Later later, UseStale use_stale)
      : StoreBetween(std::move(inner), std::move(later)), use_stale_(std::move(use_stale)) {}

  void submit(store::Operation operation) override {
    if (operation.keys.call == Call::balance) return inner().submit(std::move(operation));
    const auto stale = std::make_shared<View>();
    const auto whole = std::make_shared<store::Operation>(std::move(operation));
    inner().submit({.keys = whole->keys,
                    .decide =
                        [stale](const View &view) {
                          *stale = view;
                          return Outcome{};
                        },
                    .done =
                        [this, stale, whole](const std::optional<Reply> &) {
                          later()(window, [this, stale, whole] { apply(stale, whole); });
                        }});
  }

 private:
  void apply(const std::shared_ptr<View> &stale, const std::shared_ptr<store::Operation> &whole) {
    inner().submit({.keys = whole->keys,
                    .decide = [this, stale, whole](const View &view) { return decide(*whole, view, *stale); },
                    .done = whole->done});
  }

  /// Decides by the stale view; what the decision moves is moved on the balance of now.
  Outcome decide(const store::Operation &whole, const View &now, const View &stale) const {
    View seen = now;
    if (!now.player || !use_stale_(whole.keys.call, seen, stale)) return whole.decide(now);
    Outcome outcome = whole.decide(seen);
    if (!outcome.changes.balance) return outcome;
    outcome.changes.balance = now.player->balance + (*outcome.changes.balance - seen.player->balance);
    outcome.reply.player.balance = *outcome.changes.balance;
    return outcome;
  }

  UseStale use_stale_;
};

bool use_stale_duplicates(Call call, View &fresh, const View &stale) {
  if (call != Call::transaction || stale.transaction || !fresh.transaction) return false;
  fresh.transaction = stale.transaction;
  fresh.round = stale.round;
  return true;
}

bool use_stale_funds(Call call, View &fresh, const View &stale) {
  if (call != Call::transaction || !stale.player) return false;
  fresh.player->balance = stale.player->balance;
  return true;
}

bool use_stale_rollbacks(Call call, View &fresh, const View &stale) {
  if (call != Call::rollback) return false;
  fresh.transaction = stale.transaction;
  fresh.round = stale.round;
  return true;
}

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

}  // namespace

Deviations race_faults() {
  return {
      {"duplicates-in-flight-applied-twice", "wallet.replay.in-flight-applies-once",
       "A transaction is looked up first and recorded later; copies that come in between are applied too.",
       [](Behaviour &b) { put_before_store<CheckThenApplyStore>(b, UseStale(use_stale_duplicates)); }},
      {"debits-in-flight-overdraw", "wallet.funds.never-negative",
       "The balance is compared first and lowered later; debits that come in between overdraw it.",
       [](Behaviour &b) { put_before_store<CheckThenApplyStore>(b, UseStale(use_stale_funds)); }},
      {"rollbacks-in-flight-pay-twice", "wallet.rollback.repeated",
       "A debit is looked up first and returned later; rollbacks that come in between return it too.",
       [](Behaviour &b) { put_before_store<CheckThenApplyStore>(b, UseStale(use_stale_rollbacks)); }},
      {"idempotency-within-a-connection", "wallet.retry.lost-reply-applies-once",
       "Transactions are remembered for the connection they came over; a retry over another one is applied again.",
       [](Behaviour &b) { put_before_store<PerConnectionStore>(b); }},
      {"applied-but-answered-500", "wallet.retry.any-sequence-adds-up",
       "Every fifth transaction of a player moves the money, is answered 500 and forgotten; its retry is applied "
       "again.",
       [](Behaviour &b) { put_before_store<ForgetfulStore>(b); }},
  };
}

}  // namespace pitboss::reference::wallet::faults
