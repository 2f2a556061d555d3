#include "reference_impl/wallet/replies.hpp"

namespace pitboss::reference::wallet {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json amount(const Decimal &value, int places) {
  return wire::JsonNumber{value.to_string(places)};
}

/// An object of so many members, to which they are added: an initializer list would copy each, of every reply.
JsonObject with_room_for(std::size_t members) {
  JsonObject object;
  object.reserve(members);
  return object;
}

Json free_game(const WalletReplies &replies, const FreeGame &game) {
  JsonObject info = with_room_for(6);
  info.emplace_back("canBeRejected", game.can_be_rejected);
  info.emplace_back("nearestCostPerBet", replies.amount(game.nearest_cost_per_bet, 0));
  info.emplace_back("numberOfRoundsRemaining", game.rounds_remaining);
  info.emplace_back("numberOfRoundsAwarded", game.rounds_awarded);
  info.emplace_back("instanceStartDateUtc", replies.time(game.starts_at));
  info.emplace_back("instanceEndDateUtc", replies.time(game.ends_at));
  JsonObject json = with_room_for(4);
  json.emplace_back("instanceId", game.instance_id);
  json.emplace_back("offerId", game.offer_id);
  json.emplace_back("offerName", game.offer_name);
  json.emplace_back("instanceInfo", std::move(info));
  return json;
}

void add_free_games(Json &json, const WalletReplies &replies, const Reply &reply) {
  if (reply.free_games.empty()) return;
  JsonArray games;
  games.reserve(reply.free_games.size());
  for (const FreeGame &game : reply.free_games) games.push_back(replies.free_game(replies, game));
  json.set("freeGameInfo", std::move(games));
}

/// What balance, transaction and rollback answer.
Json balance(const WalletReplies &replies, const Reply &reply) {
  JsonObject members = with_room_for(2);
  members.emplace_back("balance", replies.amount(reply.player.balance, reply.player.currency_truncation));
  Json json = std::move(members);
  add_free_games(json, replies, reply);
  return json;
}

Json authenticated(const WalletReplies &replies, const Reply &reply, const std::string &player_token) {
  const PlayerAccount &player = reply.player;
  Json json = JsonObject{
      {"playerId", player.id},
      {"playerToken", player_token},
      {"brand", player.brand},
      {"balance", replies.amount(player.balance, player.currency_truncation)},
      {"balanceInfo", JsonObject{{"currency", player.currency}, {"currencyTruncation", player.currency_truncation}}},
      {"sessionInfo", JsonObject{{"lobbyUrl", "https://lobby.example/"}}}};
  add_free_games(json, replies, reply);
  return json;
}

Json error(const Refusal &refusal) {
  return JsonObject{
      {"error", JsonObject{{"code", std::string(to_string(refusal.code))}, {"message", refusal.message}}}};
}

}  // namespace

WalletReplies::WalletReplies()
    : amount(wallet::amount),
      time(wire::to_iso8601),
      free_game(wallet::free_game),
      authenticated(wallet::authenticated),
      balance(wallet::balance),
      transaction(wallet::balance),
      rollback(wallet::balance),
      error(wallet::error),
      write([](const Json &json) { return wire::to_text(json); }) {}

}  // namespace pitboss::reference::wallet
