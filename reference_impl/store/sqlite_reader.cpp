#include "reference_impl/store/sqlite_reader.hpp"

#include "reference_impl/store/sql_files.hpp"
#include "reference_impl/store/sqlite_rows.hpp"

namespace pitboss::reference::store {
namespace {

using wallet::HeldPlayer;
using wallet::HeldRound;

HeldPlayer held_player_of(const Statement &row) {
  return {.account = player_of(row), .open_rounds = row.integer(5), .free_games = row.integer(6)};
}

HeldRound held_round_of(const Statement &row) {
  return {.key = {.player_id = row.text(0), .provider = row.text(1), .round_id = row.text(2)},
          .round = round_of(row, 3),
          .transactions = {}};
}

}  // namespace

std::vector<HeldPlayer> SqliteReader::players(const std::string &text, const std::string &after, std::int64_t limit) {
  Statement rows(database_, sql("wallet", "view_players"));
  rows.bind_numbered(1, text);
  rows.bind_numbered(2, after);
  rows.bind_numbered(3, limit);
  std::vector<HeldPlayer> players;
  while (rows.step()) players.push_back(held_player_of(rows));
  return players;
}

std::int64_t SqliteReader::count_players(const std::string &text) {
  Statement row(database_, sql("wallet", "count_view_players"));
  row.bind_numbered(1, text);
  row.step();
  return row.integer(0);
}

std::optional<HeldPlayer> SqliteReader::player(const std::string &id) {
  Statement row(database_, sql("wallet", "view_player"));
  row.bind_numbered(1, id);
  return row.step() ? std::optional(held_player_of(row)) : std::nullopt;
}

std::vector<HeldRound> SqliteReader::rounds_of(const std::string &player_id, std::int64_t limit) {
  Statement rows(database_, sql("wallet", "view_rounds"));
  rows.bind_numbered(1, player_id);
  rows.bind_numbered(2, limit);
  return rounds(rows);
}

std::vector<HeldRound> SqliteReader::open_rounds(const wallet::RoundKey &after, std::int64_t limit) {
  Statement rows(database_, sql("wallet", "view_open_rounds"));
  rows.bind_numbered(1, after.player_id);
  rows.bind_numbered(2, after.provider);
  rows.bind_numbered(3, after.round_id);
  rows.bind_numbered(4, limit);
  return rounds(rows);
}

/// The rounds that a statement gives, with their transactions.
std::vector<HeldRound> SqliteReader::rounds(Statement &rows) {
  std::vector<HeldRound> rounds;
  while (rows.step()) rounds.push_back(held_round_of(rows));
  Statement transactions(database_, sql("wallet", "view_transactions"));
  for (HeldRound &round : rounds) {
    transactions.reset().bind(round.key.player_id).bind(round.key.provider).bind(round.key.round_id);
    while (transactions.step())
      round.transactions.push_back({.id = transactions.text(0), .transaction = transaction_of(transactions, 1)});
  }
  return rounds;
}

}  // namespace pitboss::reference::store
