#include "reference_impl/store/sqlite_rows.hpp"

#include <sqlite3.h>

namespace pitboss::reference::store {

wallet::Decimal amount_of(const Statement &row, int column) {
  const std::string text = row.text(column);
  const auto value = wallet::Decimal::parse(text);
  if (!value) throw SqliteError(SQLITE_CORRUPT, "an amount is no decimal: " + text);
  return *value;
}

wallet::PlayerAccount player_of(const Statement &row) {
  return {.id = row.text(0),
          .brand = row.text(1),
          .currency = row.text(2),
          .currency_truncation = static_cast<int>(row.integer(3)),
          .balance = amount_of(row, 4)};
}

wallet::Round round_of(const Statement &row, int first) {
  return {.game = row.text(first),
          .debit = row.text(first + 1),
          .paid = row.integer(first + 2) != 0,
          .finished = row.integer(first + 3) != 0,
          .cancelled = row.integer(first + 4) != 0};
}

wallet::Transaction transaction_of(const Statement &row, int first) {
  return {.type = static_cast<wallet::TransactionType>(row.integer(first)),
          .amount = amount_of(row, first + 1),
          .balance_after = amount_of(row, first + 2),
          .status = static_cast<wallet::TransactionStatus>(row.integer(first + 3)),
          .free_game = row.is_null(first + 4) ? std::nullopt : std::optional(row.integer(first + 4))};
}

}  // namespace pitboss::reference::store
