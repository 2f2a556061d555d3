#pragma once

#include "reference_impl/store/sqlite.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// The wallet's rows: what reads and writes them, without transactions of its own. One thread at a time.
class SqliteWallet {
 public:
  explicit SqliteWallet(Database &database);

  [[nodiscard]] wallet::View load(const wallet::Keys &keys);
  void apply(const wallet::Keys &keys, const wallet::Changes &changes);

  std::optional<wallet::Settings> load_settings();
  void save_settings(const wallet::Settings &settings);
  bool has_player(const std::string &id) { return load_player(id).has_value(); }
  void add_player(const wallet::NewPlayer &player);
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit);

 private:
  std::optional<wallet::PlayerAccount> load_player(const std::string &id);
  std::optional<wallet::Round> load_round(const wallet::RoundKey &key);
  std::optional<wallet::Transaction> load_transaction(const wallet::TransactionKey &key);
  std::vector<wallet::FreeGame> load_free_games(const wallet::Keys &keys);
  void save_round(const wallet::RoundKey &key, const wallet::Round &round);
  void save_transaction(const wallet::TransactionKey &key, const wallet::Transaction &transaction);
  void save_free_game(const std::string &player_id, const std::string &provider, const std::string &game,
                      const wallet::FreeGame &free_game);

  Statement load_player_, list_players_, insert_player_, save_balance_, load_round_, save_round_, load_transaction_,
      save_transaction_, load_free_games_, save_free_game_, load_settings_, save_setting_, load_games_, save_game_;
};

}  // namespace pitboss::reference::store
