#pragma once

#include "reference_impl/store/sqlite.hpp"
#include "reference_impl/wallet/reader.hpp"

namespace pitboss::reference::store {

/// Looks into a wallet's file. One thread at a time.
class SqliteReader : public wallet::Reader {
 public:
  explicit SqliteReader(Database &database) : database_(database) {}

  std::vector<wallet::HeldPlayer> players(const std::string &text, const std::string &after,
                                          std::int64_t limit) override;
  std::int64_t count_players(const std::string &text) override;
  std::optional<wallet::HeldPlayer> player(const std::string &id) override;
  std::vector<wallet::HeldRound> rounds_of(const std::string &player_id, std::int64_t limit) override;
  std::vector<wallet::HeldRound> open_rounds(const wallet::RoundKey &after, std::int64_t limit) override;

 private:
  std::vector<wallet::HeldRound> rounds(Statement &rows);

  Database &database_;
};

}  // namespace pitboss::reference::store
