#pragma once

#include "reference_impl/store/sqlite.hpp"
#include "reference_impl/wallet/state.hpp"

/// Rows of the wallet's tables as they come from SQLite.
namespace pitboss::reference::store {

/// The amount in a column. Throws SqliteError where it is no decimal: the file is damaged. So do the others.
wallet::Decimal amount_of(const Statement &row, int column);

/// player_id, brand, currency, currency_truncation, balance, …
wallet::PlayerAccount player_of(const Statement &row);
/// From the column `first` on: game, debit, paid, finished, cancelled.
wallet::Round round_of(const Statement &row, int first);
/// From the column `first` on: type, amount, balance_after, status, free_game.
wallet::Transaction transaction_of(const Statement &row, int first);

}  // namespace pitboss::reference::store
