#include "reference_impl/store/memory_reader.hpp"

#include <algorithm>
#include <set>

namespace pitboss::reference::store {

using wallet::HeldPlayer;
using wallet::HeldRound;
using wallet::RoundKey;

std::vector<HeldPlayer> MemoryReader::players(const std::string &text, const std::string &after, std::int64_t limit) {
  std::vector<HeldPlayer> found;
  for (auto row = rows_.players().upper_bound(after); row != rows_.players().end(); ++row) {
    if (static_cast<std::int64_t>(found.size()) == limit) break;
    if (row->first.find(text) != std::string::npos) found.push_back(held(row->second));
  }
  return found;
}

std::int64_t MemoryReader::count_players(const std::string &text) {
  return std::count_if(rows_.players().begin(), rows_.players().end(),
                       [&](const auto &row) { return row.first.find(text) != std::string::npos; });
}

std::optional<HeldPlayer> MemoryReader::player(const std::string &id) {
  const auto found = rows_.players().find(id);
  return found == rows_.players().end() ? std::nullopt : std::optional(held(found->second));
}

std::vector<HeldRound> MemoryReader::rounds_of(const std::string &player_id, std::int64_t limit) {
  std::vector<const Row *> rows = select(player_id, [](const Row &) { return true; });
  std::stable_partition(rows.begin(), rows.end(), [](const Row *row) { return is_open(*row->second.round); });
  if (static_cast<std::int64_t>(rows.size()) > limit) rows.resize(static_cast<std::size_t>(limit));
  std::vector<HeldRound> rounds;
  rounds.reserve(rows.size());
  for (const Row *row : rows) rounds.push_back(held(*row));
  return rounds;
}

std::vector<HeldRound> MemoryReader::open_rounds(const RoundKey &after, std::int64_t limit) {
  std::set<std::string> players;
  for (const auto &[player, rounds] : rows_.rounds())
    if (player >= after.player_id) players.insert(player);
  std::vector<HeldRound> open;
  for (const std::string &player : players) {
    const auto wanted = [&](const Row &row) { return is_open(*row.second.round) && row.first > after; };
    for (const Row *row : select(player, wanted)) {
      if (static_cast<std::int64_t>(open.size()) == limit) return open;
      open.push_back(held(*row));
    }
  }
  return open;
}

template <class Wanted>
std::vector<const MemoryReader::Row *> MemoryReader::select(const std::string &player_id, const Wanted &wanted) const {
  std::vector<const Row *> rows;
  const auto rounds = rows_.rounds().find(player_id);
  if (rounds == rows_.rounds().end()) return rows;
  for (const Row &row : rounds->second)
    if (row.second.round && wanted(row)) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](const Row *a, const Row *b) { return a->first < b->first; });
  return rows;
}

HeldPlayer MemoryReader::held(const MemoryRows::Player &player) const {
  HeldPlayer made{.account = player.account};
  const auto is_open_round = [](const Row &row) { return is_open(*row.second.round); };
  made.open_rounds = static_cast<std::int64_t>(select(player.account.id, is_open_round).size());
  for (const wallet::FreeGameGrant &grant : player.free_games) made.free_games += grant.free_game.rounds_remaining;
  return made;
}

HeldRound MemoryReader::held(const Row &row) {
  return {.key = row.first, .round = *row.second.round, .transactions = row.second.transactions};
}

}  // namespace pitboss::reference::store
