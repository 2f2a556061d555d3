#include <algorithm>
#include <set>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

const wallet::FreeGame *find(const View &view, const std::optional<std::int64_t> &instance) {
  const auto found = std::find_if(view.free_games.begin(), view.free_games.end(),
                                  [&](const auto &game) { return instance && game.instance_id == *instance; });
  return found == view.free_games.end() ? nullptr : &*found;
}

void free_game_replay_counts_again(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.answer_replay,
       [](const auto &inner, const TransactionRequest &request, const View &view) {
         std::optional<Outcome> outcome = inner(request, view);
         const wallet::FreeGame *game = view.transaction ? find(view, view.transaction->free_game) : nullptr;
         if (outcome && !outcome->reply.refusal && request.free_game && game != nullptr && game->rounds_remaining > 0) {
           outcome->changes.free_game = *game;
           --outcome->changes.free_game->rounds_remaining;
         }
         return outcome;
       });
}

/// Which rounds are free is remembered beside the store, for the round itself does not say.
void free_round_credits_not_paid(Behaviour &behaviour) {
  const auto free_rounds = std::make_shared<std::set<std::pair<std::string, std::string>>>();  // one thread decides
  wrap(behaviour.wallet.rules.apply_debit,
       [free_rounds](const auto &inner, const TransactionRequest &request, const View &view) {
         if (request.free_game) free_rounds->emplace(request.player_id, request.round_id);
         return inner(request, view);
       });
  wrap(behaviour.wallet.rules.apply_credit,
       [free_rounds](const auto &inner, const TransactionRequest &request, const View &view) {
         Outcome outcome = inner(request, view);
         if (free_rounds->contains({request.player_id, request.round_id}))
           outcome.changes.balance = view.player->balance;
         return outcome;
       });
}

void rollback_keeps_the_free_round(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.roll_back, [](const auto &inner, const RollbackRequest &request, const View &view) {
    Outcome outcome = inner(request, view);
    outcome.changes.free_game.reset();
    return outcome;
  });
}

void unusable_free_game_accepted(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_free_game,
       [](const auto &inner, const TransactionRequest &request, const View &view) -> std::optional<Refusal> {
         return request.amount.is_zero() ? std::nullopt : inner(request, view);
       });
}

void free_debit_may_cost(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_free_game, [](const auto &inner, TransactionRequest request, const View &view) {
    request.amount = Decimal();
    return inner(request, view);
  });
}

/// freeGameInfo of a credit is looked at, and refused where it names no free game by whole numbers.
void free_game_on_credit_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.parse, [](const auto &inner, std::string_view body) {
    Json json = inner(body);
    const Json *type = json.find_any_case("transactionType");
    const Json *info = json.find_any_case("freeGameInfo");
    if (info != nullptr && !info->is_null() && type != nullptr && type->string() != nullptr &&
        *type->string() == "credit") {
      throw Refusal{.code = ErrorCode::validation_failed, .message = "a credit has no freeGameInfo"};
    }
    return json;
  });
}

}  // namespace

Deviations free_game_faults() {
  return {
      {"free-game-replay-counts-again", "wallet.free-game.counts-down-once",
       "The replay of a free debit uses up another free round.", free_game_replay_counts_again},
      {"free-round-credits-not-paid", "wallet.free-game.credits-pay", "Credits of a free round pay nothing.",
       free_round_credits_not_paid},
      {"rollback-keeps-the-free-round", "wallet.free-game.rollback-gives-back",
       "The rollback of a free debit does not give the round back.", rollback_keeps_the_free_round},
      {"unusable-free-game-accepted", "wallet.free-game.unusable-refused",
       "A free debit may name an unknown, expired or used-up instance.", unusable_free_game_accepted},
      {"free-debit-may-cost", "wallet.free-game.amount-above-zero-refused", "A free debit takes its amount.",
       free_debit_may_cost},
      {"free-game-on-credit-refused", "wallet.free-game.ignored-on-credit", "A credit with freeGameInfo is refused.",
       free_game_on_credit_refused},
  };
}

}  // namespace pitboss::reference::wallet::faults
