#include <functional>
#include <map>
#include <mutex>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using Found = std::optional<Outcome>;

bool is_replay(const TransactionRequest &request, const View &view) {
  return view.transaction && view.transaction->status == TransactionStatus::applied &&
         view.transaction->type == request.type;
}

/// Moves the money of the request as if it were new, and leaves the records as they are.
Outcome move_money_again(const TransactionRequest &request, const View &view) {
  Outcome outcome;
  const bool debit = request.type == TransactionType::debit;
  outcome.changes.balance = debit ? view.player->balance - request.amount : view.player->balance + request.amount;
  return outcome;
}

template <class Around>
void around_replay(Behaviour &behaviour, Around around) {
  wrap(behaviour.wallet.rules.answer_replay,
       [around](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
         return around(inner, request, view);
       });
}

void replay_applies_again(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    if (!is_replay(request, view) || view.transaction->amount != request.amount) return inner(request, view);
    return move_money_again(request, view);
  });
}

void replay_in_finished_round_refused(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    if (!view.round || !view.round->finished) return inner(request, view);
    return refused(ErrorCode::validation_failed, "the round is finished");
  });
}

/// Remembers how the amount was written, as a hash of the content would. The rules see values only.
void replay_amount_compared_as_text(Behaviour &behaviour) {
  struct Written {
    std::mutex mutex;
    std::string last;  // amount that was read
    std::map<wallet::TransactionKey, std::string> amounts;
  };
  const auto written = std::make_shared<Written>();
  wrap(behaviour.wallet.reading.amount, [written](const auto &inner, const Json &json) {
    const std::lock_guard lock(written->mutex);
    if (json.number() != nullptr) written->last = json.number()->text;
    return inner(json);
  });
  // Keys are made right after the request was read, on the same thread.
  wrap(behaviour.wallet.rules.keys_of_transaction, [written](const auto &inner, const TransactionRequest &request) {
    wallet::Keys keys = inner(request);
    const std::lock_guard lock(written->mutex);
    const auto [first, is_new] = written->amounts.emplace(*keys.transaction, written->last);
    if (!is_new && first->second != written->last) keys.transaction->transaction_id.append("/").append(written->last);
    return keys;
  });
}

void replay_of_used_up_free_game_refused(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    for (const wallet::FreeGame &game : view.free_games) {
      if (request.free_game && request.free_game->instance_id == game.instance_id && game.rounds_remaining == 0) {
        return refused(ErrorCode::validation_failed, "the free game is used up");
      }
    }
    return inner(request, view);
  });
}

void replay_of_credit_in_finished_round_refused(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    const bool large_credit = request.type == TransactionType::credit && request.amount >= Decimal(2);
    if (!large_credit || request.round_finished || !view.round || !view.round->finished) return inner(request, view);
    return refused(ErrorCode::validation_failed, "the round is finished");
  });
}

/// Remembers a text of the body for each transaction that comes, and refuses one that comes again where `conflict(first
/// text, text)`. Bodies are read, and keys made of them, one after the other on one thread.
template <class TextOf, class Conflict>
void refuse_other_text(Behaviour &behaviour, TextOf text_of, Conflict conflict) {
  struct Texts {
    std::string last;
    std::map<wallet::TransactionKey, std::string> first;
  };
  const auto texts = std::make_shared<Texts>();
  wrap(behaviour.wallet.reading.parse, [texts, text_of](const auto &inner, std::string_view bytes) {
    Json body = inner(bytes);
    texts->last = text_of(body);
    return body;
  });
  wrap(behaviour.wallet.rules.keys_of_transaction,
       [texts, conflict](const auto &inner, const TransactionRequest &request) {
         wallet::Keys keys = inner(request);
         const auto first = texts->first.emplace(*keys.transaction, texts->last).first;
         if (conflict(first->second, texts->last))
           throw Refusal{.code = ErrorCode::validation_failed, .message = "this transaction came with another body"};
         return keys;
       });
}

/// As by a hash of the body.
void replay_in_another_field_order_refused(Behaviour &behaviour) {
  const auto first_field = [](const Json &body) {
    return body.object() == nullptr || body.object()->empty() ? std::string() : body.object()->front().first;
  };
  refuse_other_text(behaviour, first_field, std::not_equal_to<>());
}

void replay_in_other_spelling_refused(Behaviour &behaviour) {
  const auto amount = [](const Json &body) {
    const Json *number = body.find_any_case("amount");
    return number == nullptr || number->number() == nullptr ? std::string() : number->number()->text;
  };
  refuse_other_text(behaviour, amount, [](const std::string &first, const std::string &text) {
    return first != text && Decimal::parse(first) == Decimal::parse(text);
  });
}

/// What is refused is done all the same.
void replay_with_other_amount_applied_and_refused(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    Found outcome = inner(request, view);
    if (!is_replay(request, view) || view.transaction->amount == request.amount) return outcome;
    outcome->changes = move_money_again(request, view).changes;
    return outcome;
  });
}

void replay_with_other_amount_answered(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    if (is_replay(request, view)) return Outcome{};
    return inner(request, view);
  });
}

void replay_with_other_amount_applied(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    if (!is_replay(request, view) || view.transaction->amount == request.amount) return inner(request, view);
    return move_money_again(request, view);
  });
}

void replay_may_finish_the_round(Behaviour &behaviour) {
  around_replay(behaviour, [](const auto &inner, const TransactionRequest &request, const View &view) -> Found {
    Found found = inner(request, view);
    if (found && !found->reply.refusal && view.round && request.round_finished) {
      found->changes.round = view.round;
      found->changes.round->finished = true;
    }
    return found;
  });
}

}  // namespace

Deviations replay_faults() {
  return {
      also_breaks({"replay-in-finished-round-refused", "wallet.replay.after-finish",
                   "A replay is refused once its round is finished.", replay_in_finished_round_refused},
                  {"wallet.replay.in-flight-applies-once", "wallet.free-game.counts-down-once",
                   "wallet.retry.lost-reply-applies-once", "wallet.retry.any-sequence-adds-up"}),
      {"replay-of-credit-in-finished-round-refused", "wallet.replay.after-finish",
       "The replay of a credit of 2 or more that did not finish the round is refused once the round is finished.",
       replay_of_credit_in_finished_round_refused},
      {"replay-in-another-field-order-refused", "wallet.replay.applies-once",
       "A replay whose body begins with another field is refused.", replay_in_another_field_order_refused},
      also_breaks({"replay-applies-again", "wallet.replay.applies-once",
                   "A transaction that is sent again moves its amount again.", replay_applies_again},
                  {"wallet.token.old-token-settles", "wallet.replay.after-finish", "wallet.replay.amount-as-number",
                   "wallet.replay.other-amount-or-type-changes-nothing", "wallet.replay.other-content-changes-nothing",
                   "wallet.replay.in-flight-applies-once", "wallet.rollback.debit-stays-cancelled",
                   "wallet.retry.lost-reply-applies-once", "wallet.retry.any-sequence-adds-up"}),
      also_breaks({"replay-amount-compared-as-text", "wallet.replay.amount-as-number",
                   "10 and 10.00 are different amounts; a replay written differently is another transaction.",
                   replay_amount_compared_as_text},
                  {"wallet.rollback.late-debit-refused", "wallet.replay.other-amount-or-type-refused",
                   "wallet.replay.other-amount-or-type-changes-nothing"}),
      {"replay-in-other-spelling-refused", "wallet.replay.amount-as-number",
       "A replay whose amount is written in another way is refused.", replay_in_other_spelling_refused},
      {"replay-of-used-up-free-game-refused", "wallet.replay.after-free-game-used-up",
       "The replay of a free debit is refused once the free game is used up.", replay_of_used_up_free_game_refused},
      {"replay-with-other-amount-answered", "wallet.replay.other-amount-or-type-refused",
       "A replay with another amount is answered 200; nothing changes.", replay_with_other_amount_answered},
      also_breaks({"replay-with-other-amount-applied", "wallet.replay.other-amount-or-type-changes-nothing",
                   "A replay with another amount is applied.", replay_with_other_amount_applied},
                  {"wallet.replay.other-amount-or-type-refused"}),
      {"replay-with-other-amount-applied-and-refused", "wallet.replay.other-amount-or-type-changes-nothing",
       "A replay with another amount moves the money and is refused.", replay_with_other_amount_applied_and_refused},
      {"replay-may-finish-the-round", "wallet.replay.other-content-changes-nothing",
       "A replay that says roundFinished finishes the round.", replay_may_finish_the_round},
  };
}

}  // namespace pitboss::reference::wallet::faults
