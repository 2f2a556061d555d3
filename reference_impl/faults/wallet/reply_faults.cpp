#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::WalletReplies;

Json without(const Json &json, std::string_view name) {
  wire::JsonObject kept;
  for (const auto &member : *json.object()) {
    if (member.first != name) kept.push_back(member);
  }
  return kept;
}

/// Writes the balance of one call as a string.
void balance_as_text(std::function<Json(const WalletReplies &, const Reply &)> &reply_of_call) {
  wrap(reply_of_call, [](const auto &inner, const WalletReplies &replies, const Reply &reply) {
    Json json = inner(replies, reply);
    json.set("balance", json.find("balance")->number()->text);
    return json;
  });
}

void authenticate_without_session_info(Behaviour &behaviour) {
  wrap(behaviour.wallet.replies.authenticated,
       [](const auto &inner, const WalletReplies &replies, const Reply &reply, const std::string &token) {
         return without(inner(replies, reply, token), "sessionInfo");
       });
}

void free_games_not_listed(Behaviour &behaviour) {
  wrap(behaviour.wallet.replies.balance, [](const auto &inner, const WalletReplies &replies, const Reply &reply) {
    return without(inner(replies, reply), "freeGameInfo");
  });
}

void errors_without_message(Behaviour &behaviour) {
  wrap(behaviour.wallet.replies.error, [](const auto &inner, const Refusal &refusal) {
    return wire::JsonObject{{"error", without(*inner(refusal).find("error"), "message")}};
  });
}

void times_without_zone(Behaviour &behaviour) {
  wrap(behaviour.wallet.replies.time, [](const auto &inner, wire::TimePoint time) {
    std::string text = inner(time);
    text.pop_back();  // the Z
    return text;
  });
}

}  // namespace

Deviations reply_faults() {
  return {
      {"authenticate-without-session-info", "wallet.authenticate.response", "Authenticate answers without sessionInfo.",
       authenticate_without_session_info},
      {"balance-as-text", "wallet.balance.response", "The balance call answers its balance as a string.",
       [](Behaviour &b) { balance_as_text(b.wallet.replies.balance); }},
      {"transaction-balance-as-text", "wallet.transaction.response", "A transaction answers its balance as a string.",
       [](Behaviour &b) { balance_as_text(b.wallet.replies.transaction); }},
      {"rollback-balance-as-text", "wallet.rollback.response", "A rollback answers its balance as a string.",
       [](Behaviour &b) { balance_as_text(b.wallet.replies.rollback); }},
      also_breaks({"free-games-not-listed", "wallet.free-game.listed", "The balance call lists no free games.",
                   free_games_not_listed},
                  {"wallet.free-game.unusable-refused"}),
      {"errors-without-message", "wallet.errors.body", "Errors hold a code, and no message.", errors_without_message},
      {"times-without-zone", "wallet.times.iso-8601", "Times are written without Z or offset.", times_without_zone},
  };
}

}  // namespace pitboss::reference::wallet::faults
