#include "reference_impl/wallet/rules.hpp"

#include <algorithm>

namespace pitboss::reference::wallet {
namespace {

using Found = std::optional<Refusal>;

Refusal validation_failed(std::string message) {
  return {.code = ErrorCode::validation_failed, .message = std::move(message)};
}

Refusal rolled_back(std::string message) {
  return {.code = ErrorCode::debit_rolled_back, .message = std::move(message)};
}

Outcome refused(const Refusal &refusal) {
  return {.reply = {.refusal = refusal, .player = {}, .free_games = {}}, .changes = {}};
}

Outcome unknown_player() {
  return refused({.code = ErrorCode::player_unauthorized, .message = "there is no such player"});
}

/// An outcome whose reply the caller fills in from its changes.
Outcome changing(Changes changes) {
  return {.reply = {}, .changes = std::move(changes)};
}

// ---- Identity

template <class Request, Call call>
Keys keys_in_round(const Request &request) {
  RoundKey round{request.player_id, request.provider, request.round_id};
  return {.call = call,
          .player_id = request.player_id,
          .provider = request.provider,
          .game = request.game,
          .round = round,
          .transaction = TransactionKey{std::move(round), request.transaction_id},
          .connection = request.when.connection};
}

// ---- Debits and credits

/// Rule 8: zero is valid, less is not.
Found check_amount(const TransactionRequest &request, const View &) {
  if (request.amount.is_negative()) return validation_failed("amount is negative");
  return std::nullopt;
}

/// Rules 4, 5, 9 and 10: what was seen before is answered by what became of it, whatever the round has come to by now.
std::optional<Outcome> answer_replay(const TransactionRequest &request, const View &view) {
  if (!view.transaction) return std::nullopt;
  const Transaction &seen = *view.transaction;
  if (seen.status != TransactionStatus::applied) return refused(rolled_back("this transaction was rolled back"));
  if (seen.type != request.type || seen.amount != request.amount) {
    return refused(validation_failed("this transaction was applied with another type or amount"));
  }
  return changing({});
}

/// A new bet needs a living session; the credits of a bet that stands do not (rule 14).
Found check_session(const TransactionRequest &request, const View &) {
  if (request.type == TransactionType::debit && request.when.session_expired) {
    return Refusal{.code = ErrorCode::session_expired, .message = "the player token has expired"};
  }
  return std::nullopt;
}

/// Rules 4 and 9: a finished or cancelled round takes nothing new.
Found check_round(const TransactionRequest &request, const View &view) {
  if (!view.round) return std::nullopt;
  if (view.round->cancelled) return rolled_back("the debit of this round was rolled back");
  if (view.round->finished) return validation_failed("the round is finished");
  if (view.round->game != request.game) return validation_failed("the round belongs to another game");
  return std::nullopt;
}

/// Rule 2.
Found check_single_debit(const TransactionRequest &, const View &view) {
  if (view.round) return validation_failed("the round has its debit already");
  return std::nullopt;
}

/// Rule 3.
Found check_debit_came_first(const TransactionRequest &, const View &view) {
  if (!view.round) return validation_failed("the round has no debit");
  return std::nullopt;
}

const FreeGame *find_free_game(const View &view, std::int64_t instance) {
  const auto found = std::find_if(view.free_games.begin(), view.free_games.end(),
                                  [&](const FreeGame &game) { return game.instance_id == instance; });
  return found == view.free_games.end() ? nullptr : &*found;
}

/// Rule 12.
Found check_free_game(const TransactionRequest &request, const View &view) {
  if (!request.free_game) return std::nullopt;
  if (!request.amount.is_zero()) return validation_failed("the amount of a free round is 0");
  const FreeGame *game = find_free_game(view, request.free_game->instance_id);
  if (game == nullptr || game->offer_id != request.free_game->offer_id) {
    return validation_failed("the player has no such free game");
  }
  if (!game->is_current(request.when.now)) return validation_failed("the free game has not begun, or has expired");
  if (game->rounds_remaining <= 0) return validation_failed("the free game is used up");
  return std::nullopt;
}

/// Rule 7: the whole balance may be bet, and not a unit more.
Found check_funds(const TransactionRequest &request, const View &view) {
  if (request.amount > view.player->balance) {
    return Refusal{.code = ErrorCode::insufficient_funds, .message = "the balance is lower than the amount"};
  }
  return std::nullopt;
}

Transaction applied(const TransactionRequest &request, const Decimal &balance_after) {
  return {.type = request.type,
          .amount = request.amount,
          .balance_after = balance_after,
          .status = TransactionStatus::applied,
          .free_game = request.free_game ? std::optional(request.free_game->instance_id) : std::nullopt};
}

/// Rules 1, 4 and 12: the debit opens its round.
Outcome apply_debit(const TransactionRequest &request, const View &view) {
  Changes changes;
  changes.balance = view.player->balance - request.amount;
  changes.transaction = applied(request, *changes.balance);
  changes.round = Round{.game = request.game, .debit = request.transaction_id, .finished = request.round_finished};
  const FreeGame *game = request.free_game ? find_free_game(view, request.free_game->instance_id) : nullptr;
  if (game != nullptr) {
    changes.free_game = *game;
    --changes.free_game->rounds_remaining;
  }
  return changing(std::move(changes));
}

/// Rules 1, 3 and 4.
Outcome apply_credit(const TransactionRequest &request, const View &view) {
  Changes changes;
  changes.balance = view.player->balance + request.amount;
  changes.transaction = applied(request, *changes.balance);
  changes.round = view.round.value_or(Round{.game = request.game, .debit = {}});
  changes.round->paid = true;
  changes.round->finished = request.round_finished;
  return changing(std::move(changes));
}

/// Common rule 2: a refused request changes nothing.
Outcome refuse(const TransactionRequest &, const View &, const Refusal &refusal) {
  return refused(refusal);
}

// ---- Rollbacks

/// Rule 10: a tombstone, so that the transaction is not applied when it arrives late. It concerns nothing else in the
/// round.
Outcome roll_back_unknown(const RollbackRequest &, const View &view) {
  Changes changes;
  changes.transaction = Transaction{
      .amount = {}, .balance_after = view.player->balance, .status = TransactionStatus::tombstone, .free_game = {}};
  return changing(std::move(changes));
}

/// Rule 9: repeated, it returns nothing more.
Outcome repeat_rollback(const RollbackRequest &, const View &) {
  return changing({});
}

/// Rule 11.
Found check_rollback(const RollbackRequest &request, const View &view) {
  if (view.transaction->type == TransactionType::credit) return validation_failed("a credit is not rolled back");
  if (!view.round) return validation_failed("the transaction has no round");
  if (view.round->finished) return validation_failed("the round is finished");
  if (view.round->paid) return validation_failed("the round has paid credits");
  if (view.round->game != request.game) return validation_failed("the round belongs to another game");
  return std::nullopt;
}

/// Rules 9 and 12: the amount, or the free round, is given back, and the round is cancelled.
Outcome roll_back(const RollbackRequest &, const View &view) {
  Changes changes;
  changes.balance = view.player->balance + view.transaction->amount;
  changes.transaction = view.transaction;
  changes.transaction->status = TransactionStatus::rolled_back;
  changes.round = view.round;
  changes.round->cancelled = true;
  const FreeGame *game = view.transaction->free_game ? find_free_game(view, *view.transaction->free_game) : nullptr;
  if (game != nullptr) {
    changes.free_game = *game;
    ++changes.free_game->rounds_remaining;
  }
  return changing(std::move(changes));
}

// ---- Replies

/// Those that run; a used-up one stays, with 0, until it ends.
std::vector<FreeGame> list_free_games(const std::vector<FreeGame> &games, wire::TimePoint now) {
  std::vector<FreeGame> listed;
  listed.reserve(games.size());
  std::copy_if(games.begin(), games.end(), std::back_inserter(listed),
               [&](const FreeGame &game) { return game.is_current(now); });
  return listed;
}

template <class Request>
Outcome with_reply(const WalletRules &rules, const Request &request, const View &view, Outcome outcome) {
  // A rule that chose a balance of its own for the reply (a variant's) has named the player.
  if (!outcome.reply.refusal && outcome.reply.player.id.empty()) {
    outcome.reply = accepted(rules, view, outcome.changes, request.when.now);
  }
  return outcome;
}

Outcome decide_new(const WalletRules &rules, const TransactionRequest &request, const View &view) {
  const auto first_refusal = [&](std::initializer_list<const Check *> checks) -> Found {
    for (const Check *check : checks)
      if (Found refusal = (*check)(request, view)) return refusal;
    return std::nullopt;
  };
  const bool debit = request.type == TransactionType::debit;
  const Found refusal = debit ? first_refusal({&rules.check_session, &rules.check_round, &rules.check_single_debit,
                                               &rules.check_free_game, &rules.check_funds})
                              : first_refusal({&rules.check_round, &rules.check_debit_came_first});
  if (refusal) return rules.refuse(request, view, *refusal);
  return debit ? rules.apply_debit(request, view) : rules.apply_credit(request, view);
}

}  // namespace

WalletRules::WalletRules()
    : keys_of_transaction(keys_in_round<TransactionRequest, Call::transaction>),
      keys_of_rollback(keys_in_round<RollbackRequest, Call::rollback>),
      check_amount(wallet::check_amount),
      answer_replay(wallet::answer_replay),
      check_session(wallet::check_session),
      check_round(wallet::check_round),
      check_single_debit(wallet::check_single_debit),
      check_debit_came_first(wallet::check_debit_came_first),
      check_free_game(wallet::check_free_game),
      check_funds(wallet::check_funds),
      apply_debit(wallet::apply_debit),
      apply_credit(wallet::apply_credit),
      refuse(wallet::refuse),
      roll_back_unknown(wallet::roll_back_unknown),
      repeat_rollback(wallet::repeat_rollback),
      check_rollback(wallet::check_rollback),
      roll_back(wallet::roll_back),
      list_free_games(wallet::list_free_games) {}

Keys keys_of(const BalanceRequest &request) {
  return {.call = Call::balance,
          .player_id = request.player_id,
          .provider = request.provider,
          .game = request.game,
          .round = {},
          .transaction = {},
          .connection = request.when.connection};
}

Outcome decide(const WalletRules &rules, const BalanceRequest &request, const View &view) {
  if (!view.player) return unknown_player();
  return with_reply(rules, request, view, changing({}));
}

Outcome decide(const WalletRules &rules, const TransactionRequest &request, const View &view) try {
  if (!view.player) return unknown_player();
  if (const Found refusal = rules.check_amount(request, view)) return rules.refuse(request, view, *refusal);
  if (auto replay = rules.answer_replay(request, view)) return with_reply(rules, request, view, std::move(*replay));
  return with_reply(rules, request, view, decide_new(rules, request, view));
} catch (const wire::DecimalOverflow &) {
  return refused(validation_failed("the balance would be out of range"));
}

Outcome decide(const WalletRules &rules, const RollbackRequest &request, const View &view) {
  if (!view.player) return unknown_player();
  const auto outcome = [&] {
    if (!view.transaction) return rules.roll_back_unknown(request, view);
    if (view.transaction->status != TransactionStatus::applied) return rules.repeat_rollback(request, view);
    if (const Found refusal = rules.check_rollback(request, view)) return refused(*refusal);
    return rules.roll_back(request, view);
  };
  return with_reply(rules, request, view, outcome());
}

Reply accepted(const WalletRules &rules, const View &view, const Changes &changes, wire::TimePoint now) {
  Reply reply{.refusal = {}, .player = *view.player, .free_games = {}};
  if (changes.balance) reply.player.balance = *changes.balance;
  if (!changes.free_game) {
    reply.free_games = rules.list_free_games(view.free_games, now);
    return reply;
  }
  std::vector<FreeGame> games = view.free_games;
  for (FreeGame &game : games)
    if (changes.free_game->instance_id == game.instance_id) game = *changes.free_game;
  reply.free_games = rules.list_free_games(games, now);
  return reply;
}

}  // namespace pitboss::reference::wallet
