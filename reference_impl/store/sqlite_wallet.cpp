#include "reference_impl/store/sqlite_wallet.hpp"

#include <map>

#include "reference_impl/store/sql_files.hpp"
#include "reference_impl/store/sqlite_rows.hpp"

namespace pitboss::reference::store {
namespace {

std::int64_t to_integer(wire::TimePoint time) {
  return time.time_since_epoch().count();
}
wire::TimePoint to_time(std::int64_t microseconds) {
  return wire::TimePoint(std::chrono::microseconds(microseconds));
}

}  // namespace

SqliteWallet::SqliteWallet(Database &database)
    : load_player_(database, sql("wallet", "load_player")),
      list_players_(database, sql("wallet", "list_players")),
      insert_player_(database, sql("wallet", "insert_player")),
      save_balance_(database, sql("wallet", "save_balance")),
      load_round_(database, sql("wallet", "load_round")),
      save_round_(database, sql("wallet", "save_round")),
      load_transaction_(database, sql("wallet", "load_transaction")),
      save_transaction_(database, sql("wallet", "save_transaction")),
      load_free_games_(database, sql("wallet", "load_free_games")),
      save_free_game_(database, sql("wallet", "save_free_game")),
      load_settings_(database, sql("wallet", "load_settings")),
      save_setting_(database, sql("wallet", "save_setting")),
      load_games_(database, sql("wallet", "load_games")),
      save_game_(database, sql("wallet", "save_game")) {}

wallet::View SqliteWallet::load(const wallet::Keys &keys) {
  wallet::View view;
  view.player = load_player(keys.player_id);
  if (keys.round) view.round = load_round(*keys.round);
  if (keys.transaction) view.transaction = load_transaction(*keys.transaction);
  view.free_games = load_free_games(keys);
  return view;
}

void SqliteWallet::apply(const wallet::Keys &keys, const wallet::Changes &changes) {
  if (changes.balance) save_balance_.reset().bind(keys.player_id).bind(changes.balance->to_string()).run();
  if (changes.round) save_round(keys.round.value(), *changes.round);
  if (changes.transaction) save_transaction(keys.transaction.value(), *changes.transaction);
  if (changes.free_game) save_free_game(keys.player_id, keys.provider, keys.game, *changes.free_game);
  if (changes.new_player) add_player(*changes.new_player);
}

std::optional<wallet::PlayerAccount> SqliteWallet::load_player(const std::string &id) {
  std::optional<wallet::PlayerAccount> player;
  if (load_player_.reset().bind(id).step()) player = player_of(load_player_);
  load_player_.reset();
  return player;
}

std::optional<wallet::Round> SqliteWallet::load_round(const wallet::RoundKey &key) {
  std::optional<wallet::Round> round;
  if (load_round_.reset().bind(key.player_id).bind(key.provider).bind(key.round_id).step())
    round = round_of(load_round_, 0);
  load_round_.reset();
  return round;
}

void SqliteWallet::save_round(const wallet::RoundKey &key, const wallet::Round &round) {
  save_round_.reset().bind(key.player_id).bind(key.provider).bind(key.round_id).bind(round.game).bind(round.debit);
  save_round_.bind(std::int64_t{round.paid})
      .bind(std::int64_t{round.finished})
      .bind(std::int64_t{round.cancelled})
      .run();
}

std::optional<wallet::Transaction> SqliteWallet::load_transaction(const wallet::TransactionKey &key) {
  std::optional<wallet::Transaction> transaction;
  Statement &row = load_transaction_.reset();
  if (row.bind(key.round.player_id).bind(key.round.provider).bind(key.round.round_id).bind(key.transaction_id).step())
    transaction = transaction_of(row, 0);
  row.reset();
  return transaction;
}

void SqliteWallet::save_transaction(const wallet::TransactionKey &key, const wallet::Transaction &transaction) {
  Statement &row = save_transaction_.reset();
  row.bind(key.round.player_id).bind(key.round.provider).bind(key.round.round_id).bind(key.transaction_id);
  row.bind(static_cast<std::int64_t>(transaction.type)).bind(transaction.amount.to_string());
  row.bind(transaction.balance_after.to_string()).bind(static_cast<std::int64_t>(transaction.status));
  transaction.free_game ? row.bind(*transaction.free_game) : row.bind_null();
  row.run();
}

std::vector<wallet::FreeGame> SqliteWallet::load_free_games(const wallet::Keys &keys) {
  std::vector<wallet::FreeGame> games;
  Statement &row = load_free_games_.reset();
  row.bind(keys.player_id).bind(keys.provider).bind(keys.game);
  while (row.step()) {
    games.push_back({.instance_id = row.integer(0),
                     .offer_id = row.integer(1),
                     .offer_name = row.text(2),
                     .can_be_rejected = row.integer(3) != 0,
                     .nearest_cost_per_bet = amount_of(row, 4),
                     .rounds_remaining = row.integer(5),
                     .rounds_awarded = row.integer(6),
                     .starts_at = to_time(row.integer(7)),
                     .ends_at = to_time(row.integer(8))});
  }
  row.reset();
  return games;
}

void SqliteWallet::save_free_game(const std::string &player_id, const std::string &provider, const std::string &game,
                                  const wallet::FreeGame &free_game) {
  Statement &row = save_free_game_.reset();
  row.bind(player_id).bind(provider).bind(game).bind(free_game.instance_id).bind(free_game.offer_id);
  row.bind(free_game.offer_name).bind(std::int64_t{free_game.can_be_rejected});
  row.bind(free_game.nearest_cost_per_bet.to_string()).bind(free_game.rounds_remaining).bind(free_game.rounds_awarded);
  row.bind(to_integer(free_game.starts_at)).bind(to_integer(free_game.ends_at)).run();
}

std::optional<wallet::Settings> SqliteWallet::load_settings() {
  std::map<std::string, std::string> values;
  load_settings_.reset();
  while (load_settings_.step()) values[load_settings_.text(0)] = load_settings_.text(1);
  if (values.empty()) return std::nullopt;
  wallet::Settings settings{.token_key = values["token_key"], .hmac_secret = values["hmac_secret"], .games = {}};
  load_games_.reset();
  while (load_games_.step()) settings.games.emplace(load_games_.text(0), load_games_.text(1));
  return settings;
}

void SqliteWallet::save_settings(const wallet::Settings &settings) {
  save_setting_.reset().bind("token_key").bind(settings.token_key).run();
  save_setting_.reset().bind("hmac_secret").bind(settings.hmac_secret).run();
  for (const auto &[provider, game] : settings.games) save_game_.reset().bind(provider).bind(game).run();
}

void SqliteWallet::add_player(const wallet::NewPlayer &player) {
  const wallet::PlayerAccount &account = player.account;
  insert_player_.reset().bind(account.id).bind(account.brand).bind(account.currency);
  insert_player_.bind(std::int64_t{account.currency_truncation}).bind(account.balance.to_string()).run();
  for (const wallet::FreeGameGrant &grant : player.free_games) {
    save_free_game(account.id, grant.provider, grant.game, grant.free_game);
  }
}

std::vector<wallet::PlayerAccount> SqliteWallet::list_players(const std::string &brand, std::size_t limit) {
  std::vector<wallet::PlayerAccount> players;
  Statement &row = list_players_.reset().bind(brand).bind(static_cast<std::int64_t>(limit));
  while (row.step()) players.push_back(player_of(row));
  row.reset();
  return players;
}

}  // namespace pitboss::reference::store
