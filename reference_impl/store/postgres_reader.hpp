#pragma once

#include "reference_impl/store/postgres_session.hpp"
#include "reference_impl/wallet/reader.hpp"

namespace pitboss::reference::store {

/// Looks into a wallet in PostgreSQL, within a transaction.
class PostgresReader : public wallet::Reader {
 public:
  explicit PostgresReader(PostgresTransaction &transaction) : transaction_(transaction) {}

  std::vector<wallet::HeldPlayer> players(const std::string &text, const std::string &after,
                                          std::int64_t limit) override;
  std::int64_t count_players(const std::string &text) override;
  std::optional<wallet::HeldPlayer> player(const std::string &id) override;
  std::vector<wallet::HeldRound> rounds_of(const std::string &player_id, std::int64_t limit) override;
  std::vector<wallet::HeldRound> open_rounds(const wallet::RoundKey &after, std::int64_t limit) override;

 private:
  PostgresResult one(std::string_view name, PostgresParameters parameters);
  std::vector<wallet::HeldRound> rounds(const PostgresResult &rows);

  PostgresTransaction &transaction_;
};

}  // namespace pitboss::reference::store
