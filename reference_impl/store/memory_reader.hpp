#pragma once

#include "reference_impl/store/wallet_rows.hpp"
#include "reference_impl/wallet/reader.hpp"

namespace pitboss::reference::store {

/// Looks into rows in memory, which nobody changes meanwhile.
class MemoryReader : public wallet::Reader {
 public:
  explicit MemoryReader(const WalletRows &rows) : rows_(rows) {}

  std::vector<wallet::HeldPlayer> players(const std::string &text, const std::string &after,
                                          std::int64_t limit) override;
  std::int64_t count_players(const std::string &text) override;
  std::optional<wallet::HeldPlayer> player(const std::string &id) override;
  std::vector<wallet::HeldRound> rounds_of(const std::string &player_id, std::int64_t limit) override;
  std::vector<wallet::HeldRound> open_rounds(const wallet::RoundKey &after, std::int64_t limit) override;

 private:
  [[nodiscard]] wallet::HeldPlayer held(const wallet::PlayerAccount &account) const;
  [[nodiscard]] wallet::HeldRound held(const wallet::RoundKey &key, const wallet::Round &round) const;

  const WalletRows &rows_;
};

}  // namespace pitboss::reference::store
