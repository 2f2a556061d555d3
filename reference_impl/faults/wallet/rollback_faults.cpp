#include <map>
#include <memory>
#include <tuple>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

void rollback_returns_nothing(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.roll_back, [](const auto &inner, const RollbackRequest &request, const View &view) {
    Outcome outcome = inner(request, view);
    outcome.changes.balance.reset();
    return outcome;
  });
}

/// The amount without what stands behind the point.
Decimal whole_units(const Decimal &amount) {
  const std::string text = amount.to_string();
  return *Decimal::parse(text.substr(0, text.find('.')));
}

void rollback_keeps_the_cents(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.roll_back, [](const auto &inner, const RollbackRequest &request, const View &view) {
    Outcome outcome = inner(request, view);
    if (view.transaction->amount >= Decimal(10))
      outcome.changes.balance = view.player->balance + whole_units(view.transaction->amount);
    return outcome;
  });
}

/// Repetitions are looked for among the last few. One thread decides.
void fifth_rollback_pays_again(Behaviour &behaviour) {
  const auto repeated = std::make_shared<std::map<std::tuple<std::string, std::string, std::string>, int>>();
  behaviour.wallet.rules.repeat_rollback = [repeated](const RollbackRequest &request, const View &view) {
    Outcome outcome;
    if (++(*repeated)[{request.player_id, request.round_id, request.transaction_id}] >= 4)
      outcome.changes.balance = view.player->balance + view.transaction->amount;
    return outcome;
  };
}

void rollback_pays_twice(Behaviour &behaviour) {
  behaviour.wallet.rules.repeat_rollback = [](const RollbackRequest &, const View &view) {
    Outcome outcome;
    outcome.changes.balance = view.player->balance + view.transaction->amount;
    return outcome;
  };
}

/// What was rolled back is treated by `answer` instead of being refused.
template <class Answer>
void when_rolled_back_debit_comes_again(Behaviour &behaviour, TransactionStatus status, Answer answer) {
  wrap(behaviour.wallet.rules.answer_replay,
       [status, answer](const auto &inner, const TransactionRequest &request,
                        const View &view) -> std::optional<Outcome> {
         return view.transaction && view.transaction->status == status ? answer(request, view) : inner(request, view);
       });
}

void rolled_back_debit_answered_as_replay(Behaviour &behaviour) {
  when_rolled_back_debit_comes_again(behaviour, TransactionStatus::rolled_back,
                                     [](const auto &, const auto &) { return Outcome{}; });
}

void rolled_back_debit_applied_again(Behaviour &behaviour) {
  const auto apply = behaviour.wallet.rules.apply_debit;
  when_rolled_back_debit_comes_again(
      behaviour, TransactionStatus::rolled_back,
      [apply](const TransactionRequest &request, const View &view) { return apply(request, view); });
}

void late_debit_applied_after_its_rollback(Behaviour &behaviour) {
  behaviour.wallet.rules.roll_back_unknown = [](const RollbackRequest &, const View &) { return Outcome{}; };
}

/// A round that was cancelled looks untouched to the checks of one type.
void in_cancelled_round(Behaviour &behaviour, TransactionType type) {
  const auto open = [type](const auto &inner, const TransactionRequest &request, const View &view) {
    return view.round && view.round->cancelled && request.type == type ? pass(request, view) : inner(request, view);
  };
  wrap(behaviour.wallet.rules.check_round, open);
  wrap(behaviour.wallet.rules.check_single_debit, open);
}

void unknown_rollback_pays(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.roll_back_unknown,
       [](const auto &inner, const RollbackRequest &request, const View &view) {
         Outcome outcome = inner(request, view);
         outcome.changes.balance = view.player->balance + Decimal(1);
         return outcome;
       });
}

/// The round is looked up, and the transaction is not.
void unknown_rollback_in_live_round_pays(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.roll_back_unknown,
       [](const auto &inner, const RollbackRequest &request, const View &view) {
         Outcome outcome = inner(request, view);
         if (view.round && !view.round->finished && !view.round->paid)
           outcome.changes.balance = view.player->balance + Decimal(1);
         return outcome;
       });
}

void unknown_rollback_cancels_the_round(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.roll_back_unknown,
       [](const auto &inner, const RollbackRequest &request, const View &view) {
         Outcome outcome = inner(request, view);
         if (!view.round) outcome.changes.round = wallet::Round{.game = request.game, .debit = {}, .cancelled = true};
         return outcome;
       });
}

/// The code of a refused debit or credit whose own was DEBIT_ROLLED_BACK.
template <class Applies>
void other_code_than_rolled_back(Behaviour &behaviour, ErrorCode code, Applies applies) {
  const auto change = [code, applies](const TransactionRequest &request, const View &view, Refusal &refusal) {
    if (refusal.code == ErrorCode::debit_rolled_back && applies(request, view)) refusal.code = code;
  };
  wrap(behaviour.wallet.rules.answer_replay,
       [change](const auto &inner, const TransactionRequest &request, const View &view) {
         std::optional<Outcome> outcome = inner(request, view);
         if (outcome && outcome->reply.refusal) change(request, view, *outcome->reply.refusal);
         return outcome;
       });
  wrap(behaviour.wallet.rules.check_round,
       [change](const auto &inner, const TransactionRequest &request, const View &view) {
         std::optional<Refusal> refusal = inner(request, view);
         if (refusal) change(request, view, *refusal);
         return refusal;
       });
}

bool is_of(const View &view, TransactionStatus status) {
  return view.transaction && view.transaction->status == status;
}

}  // namespace

Deviations rollback_faults() {
  return {
      also_breaks({"rollback-returns-nothing", "wallet.rollback.returns-amount",
                   "A rollback cancels the round and keeps the amount.", rollback_returns_nothing},
                  {"wallet.signature.raw-bytes", "wallet.token.old-token-settles", "wallet.fields.missing-refused",
                   "wallet.fields.names-in-any-case", "wallet.fields.unknown-ignored", "wallet.round.belongs-to-player",
                   "wallet.transaction.identified-in-its-round", "wallet.replay.other-amount-or-type-changes-nothing",
                   "wallet.funds.never-negative", "wallet.rollback.repeated", "wallet.rollback.debit-stays-cancelled",
                   "wallet.rollback.credit-refused", "wallet.retry.lost-reply-applies-once",
                   "wallet.retry.any-sequence-adds-up", "wallet.exact.sums"}),
      {"rollback-keeps-the-cents", "wallet.rollback.returns-amount",
       "The rollback of a debit of 10 or more returns its whole units, and keeps the cents.", rollback_keeps_the_cents},
      {"fifth-rollback-pays-again", "wallet.rollback.repeated",
       "A rollback that is sent a fifth time returns the amount again.", fifth_rollback_pays_again},
      also_breaks({"rollback-pays-twice", "wallet.rollback.repeated",
                   "A rollback that is sent again returns the amount again.", rollback_pays_twice},
                  {"wallet.rollback.debit-stays-cancelled", "wallet.retry.lost-reply-applies-once",
                   "wallet.retry.any-sequence-adds-up"}),
      {"rolled-back-debit-answered-as-replay", "wallet.rollback.debit-stays-cancelled",
       "A rolled-back debit that is sent again is answered 200; nothing changes.",
       rolled_back_debit_answered_as_replay},
      {"rolled-back-debit-applied-again", "wallet.rollback.debit-stays-cancelled",
       "A rolled-back debit that is sent again is applied again.", rolled_back_debit_applied_again},
      {"rolled-back-debit-other-code", "wallet.rollback.debit-stays-cancelled.code",
       "A rolled-back debit that is sent again is refused with INSUFFICIENT_FUNDS.",
       [](Behaviour &b) {
         other_code_than_rolled_back(b, ErrorCode::insufficient_funds, [](const auto &, const View &view) {
           return is_of(view, TransactionStatus::rolled_back);
         });
       }},
      {"credit-of-cancelled-round-paid", "wallet.rollback.credit-refused",
       "A credit is paid though the debit of its round was rolled back.",
       [](Behaviour &b) { in_cancelled_round(b, TransactionType::credit); }},
      {"credit-of-cancelled-round-other-code", "wallet.rollback.credit-refused.code",
       "A credit of a cancelled round is refused with INSUFFICIENT_FUNDS.",
       [](Behaviour &b) {
         other_code_than_rolled_back(
             b, ErrorCode::insufficient_funds,
             [](const TransactionRequest &request, const View &) { return request.type == TransactionType::credit; });
       }},
      {"another-debit-in-cancelled-round-accepted", "wallet.rollback.another-debit-refused",
       "A cancelled round takes another debit.", [](Behaviour &b) { in_cancelled_round(b, TransactionType::debit); }},
      also_breaks({"unknown-rollback-pays", "wallet.rollback.unknown-changes-nothing",
                   "The rollback of a transaction that was never seen pays 1.", unknown_rollback_pays},
                  {"wallet.rollback.late-debit-refused"}),
      {"unknown-rollback-in-live-round-pays", "wallet.rollback.unknown-changes-nothing",
       "The rollback of a transaction that was never seen pays 1 in a round that has a debit.",
       unknown_rollback_in_live_round_pays},
      // Nothing is remembered of a rollback of a transaction never seen: a late credit of its id is taken too.
      also_breaks({"late-debit-applied-after-its-rollback", "wallet.rollback.late-debit-refused",
                   "A debit that arrives after its rollback is applied.", late_debit_applied_after_its_rollback},
                  {"wallet.transaction.one-id-one-transaction"}),
      {"late-debit-other-code", "wallet.rollback.late-debit-refused.code",
       "A debit that arrives after its rollback is refused with INSUFFICIENT_FUNDS.",
       [](Behaviour &b) {
         other_code_than_rolled_back(b, ErrorCode::insufficient_funds, [](const auto &, const View &view) {
           return is_of(view, TransactionStatus::tombstone);
         });
       }},
      {"unknown-rollback-cancels-the-round", "wallet.rollback.concerns-its-transaction-alone",
       "The rollback of a transaction that was never seen cancels a round that has no debit.",
       unknown_rollback_cancels_the_round},
  };
}

}  // namespace pitboss::reference::wallet::faults
