#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/store_between.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::Call;
using wallet::WalletReplies;

std::optional<Outcome> balance_of_then_on_replay(
    const std::function<std::optional<Outcome>(const TransactionRequest &, const View &)> &inner,
    const TransactionRequest &request, const View &view) {
  std::optional<Outcome> outcome = inner(request, view);
  if (outcome && !outcome->reply.refusal) {
    outcome->reply = as_it_is(view);
    outcome->reply.player.balance = view.transaction->balance_after;
  }
  return outcome;
}

/// Works on one copy of a transaction at a time, and sends the others away for a while.
class OneTwinAtATimeStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    if (operation.keys.call == Call::balance) return inner().submit(std::move(operation));
    const wallet::TransactionKey key = *operation.keys.transaction;
    {
      const std::lock_guard lock(mutex_);
      if (!in_flight_.insert(key).second) return operation.done(std::nullopt);
    }
    operation.done = [this, key, done = std::move(operation.done)](std::optional<Reply> reply) {
      {
        const std::lock_guard lock(mutex_);
        in_flight_.erase(key);
      }
      done(std::move(reply));
    };
    const auto waiting = std::make_shared<store::Operation>(std::move(operation));
    later()(std::chrono::milliseconds(20), [this, waiting] { inner().submit(std::move(*waiting)); });
  }

 private:
  std::mutex mutex_;
  std::set<wallet::TransactionKey> in_flight_;
};

/// Answers RETRY_REQUIRED to what it has just applied; the retry is a replay.
class LosesFirstAnswerStore : public StoreBetween {
 public:
  using StoreBetween::StoreBetween;

  void submit(store::Operation operation) override {
    const auto applied = std::make_shared<bool>(false);
    operation.decide = [applied, decide = std::move(operation.decide)](const View &view) {
      Outcome outcome = decide(view);
      *applied = !outcome.changes.empty();
      return outcome;
    };
    operation.done = [applied, done = std::move(operation.done)](std::optional<Reply> reply) {
      done(*applied ? std::nullopt : std::move(reply));
    };
    inner().submit(std::move(operation));
  }
};

Json with_extra_fields(Json json) {
  if (auto *items = json.array()) {
    for (Json &item : *items) item = with_extra_fields(std::move(item));
  }
  if (auto *members = json.object()) {
    for (auto &member : *members) member.second = with_extra_fields(std::move(member.second));
    json.set("traceId", "00-4bf92f3577b34da6").set("links", wire::JsonArray{}).set("nothing", nullptr);
  }
  return json;
}

/// 10.5 as 1050e-2.
Json with_exponent(const Decimal &value, int places) {
  std::string digits = value.to_string(places);
  const std::size_t point = digits.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : digits.size() - point - 1;
  if (point != std::string::npos) digits.erase(point, 1);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return wire::JsonNumber{fmt::format("{}e-{}", digits, decimals)};
}

/// Changes what is written, errors too.
template <class Change>
void rewrite(Behaviour &behaviour, Change change) {
  wrap(behaviour.wallet.replies.write, [change](const auto &inner, const Json &json) { return inner(change(json)); });
}

void change_code(wallet::Check &check, ErrorCode from, ErrorCode to) {
  wrap(check, [from, to](const auto &inner, const TransactionRequest &request, const View &view) {
    std::optional<Refusal> refusal = inner(request, view);
    if (refusal && refusal->code == from) refusal->code = to;
    return refusal;
  });
}

/// The codes for which the contract leaves a choice.
void other_codes_where_open(Behaviour &behaviour) {
  change_code(behaviour.wallet.rules.check_round, ErrorCode::debit_rolled_back, ErrorCode::validation_failed);
  wrap(behaviour.wallet.reading.amount, [](const auto &inner, const Json &json) {
    try {
      return inner(json);
    } catch (Refusal &refusal) {
      refusal.code = ErrorCode::validation_failed;
      throw;
    }
  });
  wrap(behaviour.wallet.replies.error, [](const auto &inner, Refusal refusal) {
    if (refusal.code == ErrorCode::session_expired) refusal.code = ErrorCode::player_unauthorized;
    return inner(refusal);
  });
  wrap(behaviour.wallet.protocol.check_offered, [](const auto &inner, const auto &request, const auto &settings) {
    try {
      inner(request, settings);
    } catch (Refusal &refusal) {
      refusal.code = ErrorCode::player_unauthorized;
      throw;
    }
  });
}

void paid_round_rollback_accepted(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_rollback, [](const auto &inner, const RollbackRequest &request, View view) {
    if (view.round) view.round->paid = false;
    return inner(request, view);
  });
}

void empty_free_game_list(Behaviour &behaviour) {
  for (auto *reply_of_call :
       {&behaviour.wallet.replies.balance, &behaviour.wallet.replies.transaction, &behaviour.wallet.replies.rollback}) {
    wrap(*reply_of_call, [](const auto &inner, const WalletReplies &replies, const Reply &reply) {
      Json json = inner(replies, reply);
      if (json.find("freeGameInfo") == nullptr) json.set("freeGameInfo", wire::JsonArray{});
      return json;
    });
  }
}

void used_up_free_games_left_out(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.list_free_games, [](const auto &inner, const auto &games, wire::TimePoint now) {
    auto listed = inner(games, now);
    std::erase_if(listed, [](const wallet::FreeGame &game) { return game.rounds_remaining == 0; });
    return listed;
  });
}

void upper_case_signature_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_signature,
       [](const auto &inner, const http::Request &request, const wire::Signer &signer) {
         inner(request, signer);
         if (request.header("X-HMAC-Signature")->find_first_of("ABCDEF") != std::string::npos) {
           throw Refusal{.code = ErrorCode::server_unauthorized, .message = "X-HMAC-Signature is not in lower case"};
         }
       });
}

}  // namespace

Deviations all_variants() {
  return {
      variant("balance-of-then-on-replay", "A replay is answered with the balance of then.",
              [](Behaviour &b) { wrap(b.wallet.rules.answer_replay, balance_of_then_on_replay); }),
      variant("retry-required-while-twin-in-flight",
              "While a transaction is in work its copies are answered RETRY_REQUIRED.",
              [](Behaviour &b) { put_before_store<OneTwinAtATimeStore>(b); }),
      variant("applied-then-500-then-replay",
              "What is applied is answered 500 RETRY_REQUIRED first; the retry is a replay.",
              [](Behaviour &b) { put_before_store<LosesFirstAnswerStore>(b); }),
      variant("extra-fields", "Replies hold fields that the contract does not name.",
              [](Behaviour &b) { rewrite(b, [](const Json &json) { return with_extra_fields(json); }); }),
      variant("trailing-zeros", "Amounts are written with four decimals more than needed.",
              [](Behaviour &b) {
                b.wallet.replies.amount = [](const Decimal &value, int) -> Json {
                  return wire::JsonNumber{value.to_string(value.places() + 4)};
                };
              }),
      variant("no-trailing-zeros", "Amounts are written with as few decimals as they need.",
              [](Behaviour &b) {
                b.wallet.replies.amount = [](const Decimal &value, int) -> Json {
                  return wire::JsonNumber{value.to_string()};
                };
              }),
      variant("amounts-with-exponent", "Amounts are written with an exponent: 1050e-2.",
              [](Behaviour &b) { b.wallet.replies.amount = with_exponent; }),
      variant("other-codes-where-open",
              "Where the contract allows several error codes, others than the reference's are used.",
              other_codes_where_open),
      variant("unknown-rollback-refused", "The rollback of a transaction that was never seen is answered 400.",
              [](Behaviour &b) {
                b.wallet.rules.roll_back_unknown = [](const RollbackRequest &, const View &) {
                  return refused(ErrorCode::validation_failed, "there is no such transaction");
                };
              }),
      variant("paid-round-rollback-accepted", "The debit of a round that paid credits can be rolled back.",
              paid_round_rollback_accepted),
      variant("empty-free-game-list", "Replies without free games hold an empty list.", empty_free_game_list),
      variant("used-up-free-games-left-out", "A used-up free game is not listed.", used_up_free_games_left_out),
      variant("upper-case-signature-refused", "A signature in upper-case hex is refused.",
              upper_case_signature_refused),
  };
}

}  // namespace pitboss::reference::wallet::faults
