#include <map>
#include <memory>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

/// The money moves, and the reply says what was there before.
void answers_the_balance_before(std::function<Outcome(const TransactionRequest &, const View &)> &apply) {
  wrap(apply, [](const auto &inner, const TransactionRequest &request, const View &view) {
    Outcome outcome = inner(request, view);
    outcome.reply = as_it_is(view);
    return outcome;
  });
}

/// Every game has a purse of its own, and only that of the first one is the balance. One thread decides.
void bets_of_a_second_game_not_taken(Behaviour &behaviour) {
  const auto first_games = std::make_shared<std::map<std::string, std::string>>();
  wrap(behaviour.wallet.rules.apply_debit,
       [first_games](const auto &inner, const TransactionRequest &request, const View &view) {
         Outcome outcome = inner(request, view);
         const auto first = first_games->emplace(request.player_id, request.game).first;
         if (first->second != request.game) outcome.changes.balance = view.player->balance;
         return outcome;
       });
}

/// A round has room for fifteen credits. One thread decides.
void sixteenth_credit_refused(Behaviour &behaviour) {
  const auto credits = std::make_shared<std::map<std::pair<std::string, std::string>, int>>();
  wrap(behaviour.wallet.rules.check_debit_came_first,
       [credits](const auto &inner, const TransactionRequest &request, const View &view) -> std::optional<Refusal> {
         if (auto refusal = inner(request, view)) return refusal;
         if (++(*credits)[{request.player_id, request.round_id}] <= 15) return std::nullopt;
         return Refusal{.code = ErrorCode::validation_failed, .message = "the round has its fifteen credits already"};
       });
}

void one_credit_a_round(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_debit_came_first,
       [](const auto &inner, const TransactionRequest &request, const View &view) -> std::optional<Refusal> {
         if (view.round && view.round->paid) {
           return Refusal{.code = ErrorCode::validation_failed, .message = "the round has its credit already"};
         }
         return inner(request, view);
       });
}

/// The check of the round forgets that it is finished, for debits or for credits.
void after_the_end(Behaviour &behaviour, TransactionType type) {
  wrap(behaviour.wallet.rules.check_round,
       [type](const auto &inner, const TransactionRequest &request, const View &view) {
         View open = view;
         if (open.round && request.type == type) open.round->finished = false;
         return inner(request, open);
       });
}

void debit_after_the_end_accepted(Behaviour &behaviour) {
  after_the_end(behaviour, TransactionType::debit);
  wrap(behaviour.wallet.rules.check_single_debit,
       [](const auto &inner, const TransactionRequest &request, const View &view) {
         return view.round && view.round->finished ? pass(request, view) : inner(request, view);
       });
}

/// The same refusal with a code that the contract has for something else.
void refuse_with_other_code(wallet::Check &check) {
  wrap(check, [](const auto &inner, const TransactionRequest &request, const View &view) {
    std::optional<Refusal> refusal = inner(request, view);
    if (refusal && refusal->code == ErrorCode::validation_failed) refusal->code = ErrorCode::insufficient_funds;
    return refusal;
  });
}

}  // namespace

Deviations round_faults() {
  return {
      also_breaks(
          {"debit-answers-the-balance-before", "wallet.debit.lowers-balance", "A debit answers the balance before it.",
           [](Behaviour &b) { answers_the_balance_before(b.wallet.rules.apply_debit); }},
          {"wallet.retry.any-sequence-adds-up", "wallet.exact.values", "wallet.exact.sums"}),
      also_breaks({"credit-answers-the-balance-before", "wallet.credit.raises-balance",
                   "A credit answers the balance before it.",
                   [](Behaviour &b) { answers_the_balance_before(b.wallet.rules.apply_credit); }},
                  {"wallet.token.old-token-settles", "wallet.retry.any-sequence-adds-up", "wallet.exact.values",
                   "wallet.exact.sums", "wallet.robust.keeps-serving"}),
      {"bets-of-a-second-game-not-taken", "wallet.debit.lowers-balance",
       "Only the game in which a player first bet lowers his balance.", bets_of_a_second_game_not_taken},
      {"second-debit-accepted", "wallet.round.single-debit", "A second debit in a round is applied.",
       [](Behaviour &b) { b.wallet.rules.check_single_debit = pass; }},
      {"second-debit-other-code", "wallet.round.single-debit.code",
       "A second debit in a round is refused with INSUFFICIENT_FUNDS.",
       [](Behaviour &b) { refuse_with_other_code(b.wallet.rules.check_single_debit); }},
      also_breaks({"one-credit-a-round", "wallet.round.zero-or-more-credits",
                   "A round takes one credit; a second one is refused.", one_credit_a_round},
                  {"wallet.transaction.round-finished-defaults-to-false", "wallet.round.finished-takes-nothing-new",
                   "wallet.fields.unknown-ignored", "wallet.fields.null-is-absent", "wallet.fields.ids-accepted",
                   "wallet.transaction.whole-id-compared", "wallet.credit.raises-balance",
                   "wallet.replay.other-content-changes-nothing", "wallet.amount.zero", "wallet.free-game.credits-pay",
                   "wallet.retry.any-sequence-adds-up", "wallet.exact.sums"}),
      {"sixteenth-credit-refused", "wallet.round.zero-or-more-credits",
       "A round takes fifteen credits; a further one is refused.", sixteenth_credit_refused},
      {"credit-before-debit-accepted", "wallet.round.credit-before-debit", "A credit is paid in a round without debit.",
       [](Behaviour &b) { b.wallet.rules.check_debit_came_first = pass; }},
      {"credit-after-the-end-accepted", "wallet.round.finished-takes-nothing-new",
       "A credit is paid though its round is finished.",
       [](Behaviour &b) { after_the_end(b, TransactionType::credit); }},
      {"debit-after-the-end-accepted", "wallet.round.finished-takes-nothing-new",
       "A debit is taken though its round is finished.", debit_after_the_end_accepted},
      {"credit-after-the-end-other-code", "wallet.round.finished-takes-nothing-new.code",
       "A transaction in a finished round is refused with INSUFFICIENT_FUNDS.",
       [](Behaviour &b) { refuse_with_other_code(b.wallet.rules.check_round); }},
  };
}

}  // namespace pitboss::reference::wallet::faults
