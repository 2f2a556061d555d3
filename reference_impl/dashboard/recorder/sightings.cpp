#include "reference_impl/dashboard/recorder/sightings.hpp"

#include "reference_impl/onboarding/step_judge.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::dashboard {
namespace {

std::string name_of(const wallet::TransactionKey &key) {
  return wire::to_text(
      wire::JsonArray{key.round.player_id, key.round.provider, key.round.round_id, key.transaction_id});
}

}  // namespace

void Sightings::exchanged(const Seen &seen) {
  const bool moves_money = seen.contract == "wallet" && (seen.call == "debit" || seen.call == "credit");
  if (!moves_money || seen.status() != 200) return;
  const wire::Json body = onboarding::parsed(seen.exchange.body);
  std::string name = name_of({.round = {.player_id = onboarding::text_of(body, "playerId"),
                                        .provider = onboarding::text_of(body, "provider"),
                                        .round_id = onboarding::text_of(body, "roundId")},
                              .transaction_id = onboarding::text_of(body, "transactionId")});
  if (!times_.emplace(name, seen.exchange.received_at).second) return;
  order_.push_back(std::move(name));
  if (order_.size() <= most_) return;
  times_.erase(order_.front());
  order_.pop_front();
}

std::optional<wire::TimePoint> Sightings::of(const wallet::TransactionKey &key) const {
  const auto found = times_.find(name_of(key));
  return found == times_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace pitboss::reference::dashboard
