#pragma once

#include "reference_impl/store/postgres.hpp"
#include "reference_impl/wallet/state.hpp"

/// Rows of the wallet's tables as they come from PostgreSQL.
namespace pitboss::reference::store {

/// Throws std::runtime_error where the text is no decimal.
wallet::Decimal to_decimal(const std::string &text);

/// player_id, brand, currency, currency_truncation, balance, …
wallet::PlayerAccount player_of(const PostgresResult &result, int row);
/// player_id, provider, round_id, …
wallet::RoundKey round_key_of(const PostgresResult &result, int row);
/// … behind the key: game, debit, paid, finished, cancelled
wallet::Round round_of(const PostgresResult &result, int row);
/// … behind the key and transaction_id: type, amount, balance_after, status, free_game
wallet::Transaction transaction_of(const PostgresResult &result, int row);

}  // namespace pitboss::reference::store
