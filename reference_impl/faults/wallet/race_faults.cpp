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
  if (call != Call::transaction || !stale.player || fresh.transaction) return false;
  fresh.player->balance = stale.player->balance;
  return true;
}

bool use_stale_rollbacks(Call call, View &fresh, const View &stale) {
  if (call != Call::rollback) return false;
  fresh.transaction = stale.transaction;
  fresh.round = stale.round;
  return true;
}

/// Credits are added to the balance that was read a while ago.
class LostUpdateStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    const auto read = std::make_shared<std::optional<Decimal>>();
    const auto whole = std::make_shared<store::Operation>(std::move(operation));
    inner().submit({.keys = whole->keys,
                    .decide =
                        [read](const View &view) {
                          if (view.player) *read = view.player->balance;
                          return Outcome{};
                        },
                    .done =
                        [this, read, whole](const std::optional<Reply> &) {
                          later()(window, [this, read, whole] { apply(*read, *whole); });
                        }});
  }

 private:
  void apply(const std::optional<Decimal> &read, const store::Operation &whole) {
    inner().submit({.keys = whole.keys,
                    .decide =
                        [read, decide = whole.decide](const View &view) {
                          Outcome outcome = decide(view);
                          const auto &made = outcome.changes.transaction;
                          const bool pays = made && made->type == TransactionType::credit && !made->amount.is_zero();
                          if (!read || !pays || !outcome.changes.balance) return outcome;
                          outcome.changes.balance = *read + made->amount;
                          outcome.reply.player.balance = *outcome.changes.balance;
                          return outcome;
                        },
                    .done = whole.done});
  }
};

/// Of many copies of a transaction that are in work at once those that come late are refused.
class NoCrowdsStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call != Call::transaction) return inner().submit(std::move(operation));
    const wallet::TransactionKey key = *operation.keys.transaction;
    operation.decide = [decide = std::move(operation.decide), crowded = enter(key)](const View &view) {
      if (crowded && view.transaction && !view.transaction->free_game)
        return refused(ErrorCode::validation_failed, "too many copies of this transaction");
      return decide(view);
    };
    operation.done = [this, key, done = std::move(operation.done)](std::optional<Reply> reply) {
      leave(key);
      done(std::move(reply));
    };
    const auto waiting = std::make_shared<store::Operation>(std::move(operation));
    later()(window, [this, waiting] { inner().submit(std::move(*waiting)); });
  }

 private:
  static constexpr int most = 5;

  bool enter(const wallet::TransactionKey &key) {
    const std::lock_guard lock(mutex_);
    return ++in_work_[key] > most;
  }
  void leave(const wallet::TransactionKey &key) {
    const std::lock_guard lock(mutex_);
    if (--in_work_[key] == 0) in_work_.erase(key);
  }

  std::mutex mutex_;
  std::map<wallet::TransactionKey, int> in_work_;
};

}  // namespace

Deviations race_faults() {
  return {
      also_breaks({"duplicates-in-flight-applied-twice", "wallet.replay.in-flight-applies-once",
                   "A transaction is looked up first and recorded later; copies that come in between are applied too.",
                   [](Behaviour &b) { put_before_store<CheckThenApplyStore>(b, UseStale(use_stale_duplicates)); }},
                  {"wallet.free-game.counts-down-once", "wallet.retry.lost-reply-applies-once",
                   "wallet.retry.any-sequence-adds-up"}),
      {"debits-in-flight-overdraw", "wallet.funds.never-negative",
       "The balance is compared first and lowered later; debits that come in between overdraw it.",
       [](Behaviour &b) { put_before_store<CheckThenApplyStore>(b, UseStale(use_stale_funds)); }},
      also_breaks({"rollbacks-in-flight-pay-twice", "wallet.rollback.repeated",
                   "A debit is looked up first and returned later; rollbacks that come in between return it too.",
                   [](Behaviour &b) { put_before_store<CheckThenApplyStore>(b, UseStale(use_stale_rollbacks)); }},
                  {"wallet.retry.any-sequence-adds-up", "wallet.retry.lost-reply-applies-once",
                   "wallet.rollback.debit-stays-cancelled"}),
      {"credits-in-flight-are-lost", "wallet.credit.raises-balance",
       "A credit is added to the balance that was read a while before; what others changed in between is lost.",
       [](Behaviour &b) { put_before_store<LostUpdateStore>(b); }},
      {"sixth-copy-in-flight-refused", "wallet.replay.in-flight-applies-once",
       "Of the copies of a transaction that are in work at once the sixth and those after it are refused.",
       [](Behaviour &b) { put_before_store<NoCrowdsStore>(b); }},
  };
}

}  // namespace pitboss::reference::wallet::faults
