#include "reference_impl/store/postgres_rows.hpp"

#include <stdexcept>

namespace pitboss::reference::store {

wallet::Decimal to_decimal(const std::string &text) {
  const auto value = wallet::Decimal::parse(text);
  if (!value) throw std::runtime_error("the store holds an amount that is no decimal: " + text);
  return *value;
}

wallet::PlayerAccount player_of(const PostgresResult &result, int row) {
  return {.id = result.text(row, 0),
          .brand = result.text(row, 1),
          .currency = result.text(row, 2),
          .currency_truncation = static_cast<int>(result.integer(row, 3)),
          .balance = to_decimal(result.text(row, 4))};
}

wallet::RoundKey round_key_of(const PostgresResult &result, int row) {
  return {.player_id = result.text(row, 0), .provider = result.text(row, 1), .round_id = result.text(row, 2)};
}

wallet::Round round_of(const PostgresResult &result, int row) {
  return {.game = result.text(row, 3),
          .debit = result.text(row, 4),
          .paid = result.boolean(row, 5),
          .finished = result.boolean(row, 6),
          .cancelled = result.boolean(row, 7)};
}

wallet::Transaction transaction_of(const PostgresResult &result, int row) {
  return {.type = static_cast<wallet::TransactionType>(result.integer(row, 4)),
          .amount = to_decimal(result.text(row, 5)),
          .balance_after = to_decimal(result.text(row, 6)),
          .status = static_cast<wallet::TransactionStatus>(result.integer(row, 7)),
          .free_game = result.is_null(row, 8) ? std::nullopt : std::optional(result.integer(row, 8))};
}

}  // namespace pitboss::reference::store
