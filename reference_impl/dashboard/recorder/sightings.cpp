#include "reference_impl/dashboard/recorder/sightings.hpp"

#include "schemas/wire/json.hpp"

namespace pitboss::reference::dashboard {
namespace {

std::string name_of(const wallet::TransactionKey &key) {
  return wire::to_text(
      wire::JsonArray{key.round.player_id, key.round.provider, key.round.round_id, key.transaction_id});
}

std::string text_of(const wire::Json &body, std::string_view name) {
  const wire::Json *member = body.find_any_case(name);
  return member == nullptr || member->string() == nullptr ? std::string() : *member->string();
}

}  // namespace

void Sightings::exchanged(const Seen &seen) {
  const bool moves_money = seen.contract == "wallet" && (seen.call == "debit" || seen.call == "credit");
  if (!moves_money || seen.status() != 200) return;
  const auto parsed = wire::parse_json(seen.exchange.body);
  const auto *body = std::get_if<wire::Json>(&parsed);
  if (body == nullptr) return;
  std::string name = name_of({.round = {.player_id = text_of(*body, "playerId"),
                                        .provider = text_of(*body, "provider"),
                                        .round_id = text_of(*body, "roundId")},
                              .transaction_id = text_of(*body, "transactionId")});
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
