#pragma once

#include <set>
#include <span>
#include <vector>

#include "reference_impl/store/postgres_session.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/store/wallet_rows.hpp"

/// The wallet's rows in PostgreSQL: what reads and writes those of many operations at once, a statement for each table.
namespace pitboss::reference::store {

/// Which rows of a batch were changed or made.
struct ChangedRows {
  std::set<std::string> new_players, balances;
  std::set<wallet::RoundKey> rounds;
  std::set<wallet::TransactionKey> transactions;
  std::set<FreeGamesKey> free_games;

  void add(const wallet::Keys &keys, const wallet::Changes &changes);
};

/// The rows that the operations are about. Their players are locked until the end of the transaction.
WalletRows lock_rows(PostgresTransaction &transaction, std::span<const Operation> operations);
/// The statements that write what was changed.
std::vector<PostgresCall> save_rows(const WalletRows &rows, const ChangedRows &changed);

wallet::Settings keep_settings(PostgresTransaction &transaction, const wallet::Settings &fresh);
void add_players(PostgresTransaction &transaction, std::span<const wallet::NewPlayer> players);
std::vector<wallet::PlayerAccount> list_players(PostgresTransaction &transaction, const std::string &brand,
                                                std::size_t limit);

}  // namespace pitboss::reference::store
