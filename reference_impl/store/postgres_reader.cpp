#include "reference_impl/store/postgres_reader.hpp"

#include "reference_impl/store/postgres_rows.hpp"

namespace pitboss::reference::store {
namespace {

using wallet::HeldPlayer;
using wallet::HeldRound;

HeldPlayer held_player_of(const PostgresResult &result, int row) {
  return {
      .account = player_of(result, row), .open_rounds = result.integer(row, 5), .free_games = result.integer(row, 6)};
}

}  // namespace

std::vector<HeldPlayer> PostgresReader::players(const std::string &text, const std::string &after, std::int64_t limit) {
  const PostgresResult result = one("view_players", PostgresParameters().text(text).text(after).integer(limit));
  std::vector<HeldPlayer> players;
  players.reserve(static_cast<std::size_t>(result.rows()));
  for (int row = 0; row < result.rows(); ++row) players.push_back(held_player_of(result, row));
  return players;
}

std::int64_t PostgresReader::count_players(const std::string &text) {
  return one("count_view_players", PostgresParameters().text(text)).integer(0, 0);
}

std::optional<HeldPlayer> PostgresReader::player(const std::string &id) {
  const PostgresResult result = one("view_player", PostgresParameters().text(id));
  return result.rows() == 0 ? std::nullopt : std::optional(held_player_of(result, 0));
}

std::vector<HeldRound> PostgresReader::rounds_of(const std::string &player_id, std::int64_t limit) {
  return rounds(one("view_rounds", PostgresParameters().text(player_id).integer(limit)));
}

std::vector<HeldRound> PostgresReader::open_rounds(const wallet::RoundKey &after, std::int64_t limit) {
  return rounds(
      one("view_open_rounds",
          PostgresParameters().text(after.player_id).text(after.provider).text(after.round_id).integer(limit)));
}

PostgresResult PostgresReader::one(std::string_view name, PostgresParameters parameters) {
  return transaction_.run({postgres_call("wallet", name, std::move(parameters))}).front();
}

/// The rounds with their transactions, which are asked for together.
std::vector<HeldRound> PostgresReader::rounds(const PostgresResult &rows) {
  std::vector<HeldRound> rounds;
  std::vector<PostgresCall> calls;
  for (int row = 0; row < rows.rows(); ++row) {
    const wallet::RoundKey key = round_key_of(rows, row);
    rounds.push_back({.key = key, .round = round_of(rows, row), .transactions = {}});
    calls.push_back(postgres_call("wallet", "view_transactions",
                                  PostgresParameters().text(key.player_id).text(key.provider).text(key.round_id)));
  }
  if (calls.empty()) return rounds;
  const std::vector<PostgresResult> results = transaction_.run(std::move(calls));
  for (std::size_t i = 0; i < rounds.size(); ++i)
    for (int row = 0; row < results[i].rows(); ++row)
      rounds[i].transactions.push_back({.id = results[i].text(row, 3), .transaction = transaction_of(results[i], row)});
  return rounds;
}

}  // namespace pitboss::reference::store
