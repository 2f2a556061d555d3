#include "reference_impl/store/postgres_wallet.hpp"

#include <array>

#include "reference_impl/store/postgres_rows.hpp"

namespace pitboss::reference::store {
namespace {

using wallet::Decimal;

PostgresCall call(std::string_view name, PostgresParameters parameters = {}) {
  return postgres_call("wallet", name, std::move(parameters));
}

std::int64_t to_integer(wire::TimePoint time) {
  return time.time_since_epoch().count();
}
wire::TimePoint to_time(std::int64_t microseconds) {
  return wire::TimePoint(std::chrono::microseconds(microseconds));
}

/// Columns of rows to be sent: one array for each.
template <std::size_t texts, std::size_t integers>
struct Columns {
  std::array<std::vector<std::string>, texts> text{};
  std::array<std::vector<std::optional<std::int64_t>>, integers> integer{};

  void add(const std::array<std::string, texts> &t, const std::array<std::optional<std::int64_t>, integers> &i) {
    for (std::size_t column = 0; column < texts; ++column) text[column].push_back(t[column]);
    for (std::size_t column = 0; column < integers; ++column) integer[column].push_back(i[column]);
  }
  /// First the texts, then the numbers.
  [[nodiscard]] PostgresParameters parameters() const {
    PostgresParameters all;
    for (const auto &column : text) all.texts(column);
    for (const auto &column : integer) all.integers(column);
    return all;
  }
};

/// What the operations are about, each once.
struct AskedFor {
  std::set<std::string> players;
  std::set<wallet::RoundKey> rounds;
  std::set<wallet::TransactionKey> transactions;
  std::set<FreeGamesKey> free_games;
};

AskedFor asked_for(std::span<const Operation> operations) {
  AskedFor asked;
  for (const Operation &operation : operations) {
    const wallet::Keys &keys = operation.keys;
    asked.players.insert(keys.player_id);
    if (keys.round) asked.rounds.insert(*keys.round);
    if (keys.transaction) asked.transactions.insert(*keys.transaction);
    asked.free_games.insert({keys.player_id, keys.provider, keys.game});
  }
  return asked;
}

std::vector<PostgresCall> load_calls(const AskedFor &asked) {
  Columns<1, 0> players;
  for (const std::string &id : asked.players) players.add({id}, {});
  Columns<3, 0> rounds, free_games;
  for (const wallet::RoundKey &key : asked.rounds) rounds.add({key.player_id, key.provider, key.round_id}, {});
  for (const FreeGamesKey &key : asked.free_games) free_games.add({key.player_id, key.provider, key.game}, {});
  Columns<4, 0> transactions;
  for (const wallet::TransactionKey &key : asked.transactions)
    transactions.add({key.round.player_id, key.round.provider, key.round.round_id, key.transaction_id}, {});
  return {call("lock_players", players.parameters()), call("load_rounds", rounds.parameters()),
          call("load_transactions", transactions.parameters()), call("load_free_games", free_games.parameters())};
}

wallet::FreeGame free_game_of(const PostgresResult &result, int row) {
  return {.instance_id = result.integer(row, 3),
          .offer_id = result.integer(row, 4),
          .offer_name = result.text(row, 5),
          .can_be_rejected = result.boolean(row, 6),
          .nearest_cost_per_bet = to_decimal(result.text(row, 7)),
          .rounds_remaining = result.integer(row, 8),
          .rounds_awarded = result.integer(row, 9),
          .starts_at = to_time(result.integer(row, 10)),
          .ends_at = to_time(result.integer(row, 11))};
}

PostgresCall save_new_players(std::string_view statement, std::span<const wallet::PlayerAccount> accounts) {
  Columns<4, 1> rows;
  for (const wallet::PlayerAccount &account : accounts)
    rows.add({account.id, account.brand, account.currency, account.balance.to_string()}, {account.currency_truncation});
  return call(statement, rows.parameters());
}

void add_free_game(Columns<5, 7> &rows, const FreeGamesKey &key, const wallet::FreeGame &game) {
  rows.add({key.player_id, key.provider, key.game, game.offer_name, game.nearest_cost_per_bet.to_string()},
           {game.instance_id, game.offer_id, std::int64_t{game.can_be_rejected}, game.rounds_remaining,
            game.rounds_awarded, to_integer(game.starts_at), to_integer(game.ends_at)});
}

PostgresCall save_rounds(const WalletRows &rows, const std::set<wallet::RoundKey> &keys) {
  Columns<5, 3> columns;
  for (const wallet::RoundKey &key : keys) {
    const wallet::Round &round = rows.rounds.at(key);
    columns.add({key.player_id, key.provider, key.round_id, round.game, round.debit},
                {std::int64_t{round.paid}, std::int64_t{round.finished}, std::int64_t{round.cancelled}});
  }
  return call("save_rounds", columns.parameters());
}

PostgresCall save_transactions(const WalletRows &rows, const std::set<wallet::TransactionKey> &keys) {
  Columns<6, 3> columns;
  for (const wallet::TransactionKey &key : keys) {
    const wallet::Transaction &transaction = rows.transactions.at(key);
    columns.add({key.round.player_id, key.round.provider, key.round.round_id, key.transaction_id,
                 transaction.amount.to_string(), transaction.balance_after.to_string()},
                {static_cast<std::int64_t>(transaction.type), static_cast<std::int64_t>(transaction.status),
                 transaction.free_game});
  }
  return call("save_transactions", columns.parameters());
}

PostgresCall save_balances(const WalletRows &rows, const std::set<std::string> &players) {
  Columns<2, 0> columns;
  for (const std::string &id : players) columns.add({id, rows.players.at(id).balance.to_string()}, {});
  return call("save_balances", columns.parameters());
}

}  // namespace

void ChangedRows::add(const wallet::Keys &keys, const wallet::Changes &changes) {
  if (changes.balance && !new_players.contains(keys.player_id)) balances.insert(keys.player_id);
  if (changes.round) rounds.insert(keys.round.value());
  if (changes.transaction) transactions.insert(keys.transaction.value());
  if (changes.free_game) free_games.insert({keys.player_id, keys.provider, keys.game});
  if (!changes.new_player) return;
  const wallet::NewPlayer &player = *changes.new_player;
  new_players.insert(player.account.id);
  for (const wallet::FreeGameGrant &grant : player.free_games)
    free_games.insert({player.account.id, grant.provider, grant.game});
}

WalletRows lock_rows(PostgresTransaction &transaction, std::span<const Operation> operations) {
  const std::vector<PostgresResult> results = transaction.run(load_calls(asked_for(operations)));
  const PostgresResult &players = results[0], &rounds = results[1], &transactions = results[2], &games = results[3];
  WalletRows rows;
  for (int row = 0; row < players.rows(); ++row) rows.players.emplace(players.text(row, 0), player_of(players, row));
  for (int row = 0; row < rounds.rows(); ++row) rows.rounds.emplace(round_key_of(rounds, row), round_of(rounds, row));
  for (int row = 0; row < transactions.rows(); ++row) {
    rows.transactions.emplace(wallet::TransactionKey{round_key_of(transactions, row), transactions.text(row, 3)},
                              transaction_of(transactions, row));
  }
  for (int row = 0; row < games.rows(); ++row) {
    rows.free_games[{games.text(row, 0), games.text(row, 1), games.text(row, 2)}].push_back(free_game_of(games, row));
  }
  return rows;
}

std::vector<PostgresCall> save_rows(const WalletRows &rows, const ChangedRows &changed) {
  std::vector<PostgresCall> calls;
  if (!changed.new_players.empty()) {
    std::vector<wallet::PlayerAccount> accounts;
    for (const std::string &id : changed.new_players) accounts.push_back(rows.players.at(id));
    calls.push_back(save_new_players("insert_players", accounts));
  }
  if (!changed.balances.empty()) calls.push_back(save_balances(rows, changed.balances));
  if (!changed.rounds.empty()) calls.push_back(save_rounds(rows, changed.rounds));
  if (!changed.transactions.empty()) calls.push_back(save_transactions(rows, changed.transactions));
  if (!changed.free_games.empty()) {
    Columns<5, 7> columns;
    for (const FreeGamesKey &key : changed.free_games)
      for (const wallet::FreeGame &game : rows.free_games.at(key)) add_free_game(columns, key, game);
    calls.push_back(call("save_free_games", columns.parameters()));
  }
  return calls;
}

wallet::Settings keep_settings(PostgresTransaction &transaction, const wallet::Settings &fresh) {
  // Whoever comes first wins: another server waits for its COMMIT here, and then keeps nothing.
  const auto kept = transaction.run(
      {call("keep_settings",
            PostgresParameters().texts({"hmac_secret", "token_key"}).texts({fresh.hmac_secret, fresh.token_key}))});
  if (kept[0].rows() > 0) {
    Columns<2, 0> games;
    for (const auto &[provider, game] : fresh.games) games.add({provider, game}, {});
    transaction.run({call("save_games", games.parameters())});
  }
  const auto loaded = transaction.run({call("load_settings"), call("load_games")});
  wallet::Settings settings;
  for (int row = 0; row < loaded[0].rows(); ++row) {
    const bool is_key = loaded[0].text(row, 0) == "token_key";
    (is_key ? settings.token_key : settings.hmac_secret) = loaded[0].text(row, 1);
  }
  for (int row = 0; row < loaded[1].rows(); ++row)
    settings.games.emplace(loaded[1].text(row, 0), loaded[1].text(row, 1));
  return settings;
}

void add_players(PostgresTransaction &transaction, std::span<const wallet::NewPlayer> players) {
  std::vector<wallet::PlayerAccount> accounts;
  for (const wallet::NewPlayer &player : players) accounts.push_back(player.account);
  const PostgresResult added = transaction.run({save_new_players("add_players", accounts)}).front();
  std::set<std::string> ids;
  for (int row = 0; row < added.rows(); ++row) ids.insert(added.text(row, 0));
  Columns<5, 7> games;
  for (const wallet::NewPlayer &player : players) {
    if (!ids.contains(player.account.id)) continue;
    for (const wallet::FreeGameGrant &grant : player.free_games)
      add_free_game(games, {player.account.id, grant.provider, grant.game}, grant.free_game);
  }
  transaction.run({call("save_free_games", games.parameters())});
}

std::vector<wallet::PlayerAccount> list_players(PostgresTransaction &transaction, const std::string &brand,
                                                std::size_t limit) {
  const auto result = transaction.run(
      {call("list_players", PostgresParameters().text(brand).integer(static_cast<std::int64_t>(limit)))});
  std::vector<wallet::PlayerAccount> players;
  players.reserve(static_cast<std::size_t>(result[0].rows()));
  for (int row = 0; row < result[0].rows(); ++row) players.push_back(player_of(result[0], row));
  return players;
}

}  // namespace pitboss::reference::store
