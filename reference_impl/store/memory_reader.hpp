#pragma once

#include "reference_impl/store/memory_rows.hpp"

namespace pitboss::reference::store {

/// Looks into rows in memory, which nobody changes meanwhile.
class MemoryReader : public wallet::Reader {
 public:
  explicit MemoryReader(const MemoryRows &rows) : rows_(rows) {}

  std::vector<wallet::HeldPlayer> players(const std::string &text, const std::string &after,
                                          std::int64_t limit) override;
  std::int64_t count_players(const std::string &text) override;
  std::optional<wallet::HeldPlayer> player(const std::string &id) override;
  std::vector<wallet::HeldRound> rounds_of(const std::string &player_id, std::int64_t limit) override;
  std::vector<wallet::HeldRound> open_rounds(const wallet::RoundKey &after, std::int64_t limit) override;

 private:
  using Row = MemoryRows::Rounds::value_type;

  [[nodiscard]] wallet::HeldPlayer held(const MemoryRows::Player &player) const;
  [[nodiscard]] static wallet::HeldRound held(const Row &row);
  /// The rounds of a player for which `wanted(row)` holds, in the order of their keys.
  template <class Wanted>
  [[nodiscard]] std::vector<const Row *> select(const std::string &player_id, const Wanted &wanted) const;

  const MemoryRows &rows_;
};

}  // namespace pitboss::reference::store
