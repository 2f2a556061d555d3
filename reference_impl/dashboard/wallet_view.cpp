#include "reference_impl/dashboard/wallet_view.hpp"

#include <algorithm>

namespace pitboss::reference::dashboard {
namespace {

using wallet::HeldRound;
using wallet::HeldTransaction;
using wallet::TransactionStatus;
using wallet::TransactionType;
using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

std::string_view state_of(TransactionStatus status) {
  switch (status) {
    case TransactionStatus::applied:
      return "applied";
    case TransactionStatus::rolled_back:
      return "rolled_back";
    case TransactionStatus::tombstone:
      break;
  }
  return "tombstone";
}

Json time_json(const std::optional<wire::TimePoint> &time) {
  return time ? Json(wire::to_iso8601(*time)) : Json(nullptr);
}

std::optional<wire::TimePoint> opened_at(const HeldRound &round, const Sightings &sightings) {
  return sightings.of({.round = round.key, .transaction_id = round.round.debit});
}

Json transaction_json(const HeldRound &round, const HeldTransaction &held, int decimals, const Sightings &sightings) {
  const wallet::Transaction &transaction = held.transaction;
  return JsonObject{{"id", held.id},
                    {"type", transaction.type == TransactionType::debit ? "debit" : "credit"},
                    {"amount", transaction.amount.to_string(decimals)},
                    {"balance_after", transaction.balance_after.to_string(decimals)},
                    {"at", time_json(sightings.of({.round = round.key, .transaction_id = held.id}))},
                    {"state", state_of(transaction.status)},
                    {"free_game", transaction.free_game.has_value()}};
}

}  // namespace

RoundMoney money_of(const HeldRound &round) {
  RoundMoney money;
  for (const HeldTransaction &held : round.transactions) {
    if (held.transaction.status != TransactionStatus::applied) continue;
    wallet::Decimal &sum = held.transaction.type == TransactionType::debit ? money.bet : money.win;
    sum = sum + held.transaction.amount;
  }
  return money;
}

Json player_json(const wallet::HeldPlayer &player) {
  return JsonObject{{"id", player.account.id},
                    {"brand", player.account.brand},
                    {"currency", player.account.currency},
                    {"balance", player.account.balance.to_string(player.account.currency_truncation)},
                    {"open_rounds", static_cast<long long>(player.open_rounds)},
                    {"free_games", static_cast<long long>(player.free_games)}};
}

Json round_json(const HeldRound &round, int decimals, const Sightings &sightings) {
  const RoundMoney money = money_of(round);
  JsonArray transactions;
  for (const HeldTransaction &held : round.transactions)
    transactions.push_back(transaction_json(round, held, decimals, sightings));
  return JsonObject{{"id", round.key.round_id},
                    {"provider", round.key.provider},
                    {"game", round.round.game},
                    {"opened_at", time_json(opened_at(round, sightings))},
                    {"finished", round.round.finished},
                    {"cancelled", round.round.cancelled},
                    {"bet", money.bet.to_string(decimals)},
                    {"win", money.win.to_string(decimals)},
                    {"transactions", std::move(transactions)}};
}

Json rounds_json(std::vector<HeldRound> rounds, int decimals, const Sightings &sightings) {
  std::stable_sort(rounds.begin(), rounds.end(), [&](const HeldRound &a, const HeldRound &b) {
    return opened_at(a, sightings) > opened_at(b, sightings);  // nullopt is the least
  });
  JsonArray rows;
  for (const HeldRound &round : rounds) rows.push_back(round_json(round, decimals, sightings));
  return rows;
}

}  // namespace pitboss::reference::dashboard
