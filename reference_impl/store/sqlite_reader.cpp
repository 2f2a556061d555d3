#include "reference_impl/store/sqlite_reader.hpp"

#include <sqlite3.h>

#include "reference_impl/store/sql_files.hpp"

namespace pitboss::reference::store {
namespace {

using wallet::HeldPlayer;
using wallet::HeldRound;
using wallet::HeldTransaction;

wallet::Decimal to_decimal(const std::string &text) {
  const auto value = wallet::Decimal::parse(text);
  if (!value) throw SqliteError(SQLITE_CORRUPT, "an amount is no decimal: " + text);
  return *value;
}

HeldPlayer player_of(const Statement &row) {
  return {.account = {.id = row.text(0),
                      .brand = row.text(1),
                      .currency = row.text(2),
                      .currency_truncation = static_cast<int>(row.integer(3)),
                      .balance = to_decimal(row.text(4))},
          .open_rounds = row.integer(5),
          .free_games = row.integer(6)};
}

HeldRound round_of(const Statement &row) {
  return {.key = {.player_id = row.text(0), .provider = row.text(1), .round_id = row.text(2)},
          .round = {.game = row.text(3),
                    .debit = row.text(4),
                    .paid = row.integer(5) != 0,
                    .finished = row.integer(6) != 0,
                    .cancelled = row.integer(7) != 0},
          .transactions = {}};
}

HeldTransaction transaction_of(const Statement &row) {
  return {.id = row.text(0),
          .transaction = {.type = static_cast<wallet::TransactionType>(row.integer(1)),
                          .amount = to_decimal(row.text(2)),
                          .balance_after = to_decimal(row.text(3)),
                          .status = static_cast<wallet::TransactionStatus>(row.integer(4)),
                          .free_game = row.is_null(5) ? std::nullopt : std::optional(row.integer(5))}};
}

}  // namespace

std::vector<HeldPlayer> SqliteReader::players(const std::string &text, const std::string &after, std::int64_t limit) {
  Statement rows(database_, sql("wallet", "view_players"));
  rows.bind_numbered(1, text);
  rows.bind_numbered(2, after);
  rows.bind_numbered(3, limit);
  std::vector<HeldPlayer> players;
  while (rows.step()) players.push_back(player_of(rows));
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
  return row.step() ? std::optional(player_of(row)) : std::nullopt;
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
  while (rows.step()) rounds.push_back(round_of(rows));
  Statement transactions(database_, sql("wallet", "view_transactions"));
  for (HeldRound &round : rounds) {
    transactions.reset().bind(round.key.player_id).bind(round.key.provider).bind(round.key.round_id);
    while (transactions.step()) round.transactions.push_back(transaction_of(transactions));
  }
  return rounds;
}

}  // namespace pitboss::reference::store
