#include "reference_impl/store/memory_reader.hpp"

#include <algorithm>

namespace pitboss::reference::store {

using wallet::HeldPlayer;
using wallet::HeldRound;
using wallet::RoundKey;

std::vector<HeldPlayer> MemoryReader::players(const std::string &text, const std::string &after, std::int64_t limit) {
  std::vector<HeldPlayer> found;
  for (auto row = rows_.players.upper_bound(after); row != rows_.players.end(); ++row) {
    if (static_cast<std::int64_t>(found.size()) == limit) break;
    if (row->first.find(text) != std::string::npos) found.push_back(held(row->second));
  }
  return found;
}

std::int64_t MemoryReader::count_players(const std::string &text) {
  return std::count_if(rows_.players.begin(), rows_.players.end(),
                       [&](const auto &row) { return row.first.find(text) != std::string::npos; });
}

std::optional<HeldPlayer> MemoryReader::player(const std::string &id) {
  const auto found = rows_.players.find(id);
  return found == rows_.players.end() ? std::nullopt : std::optional(held(found->second));
}

std::vector<HeldRound> MemoryReader::rounds_of(const std::string &player_id, std::int64_t limit) {
  std::vector<HeldRound> rounds;
  for (auto row = rows_.rounds.lower_bound({player_id, {}, {}});
       row != rows_.rounds.end() && row->first.player_id == player_id; ++row)
    rounds.push_back({.key = row->first, .round = row->second, .transactions = {}});
  std::stable_partition(rounds.begin(), rounds.end(), [](const HeldRound &held) { return is_open(held.round); });
  if (static_cast<std::int64_t>(rounds.size()) > limit) rounds.resize(static_cast<std::size_t>(limit));
  for (HeldRound &round : rounds) round = held(round.key, round.round);
  return rounds;
}

std::vector<HeldRound> MemoryReader::open_rounds(const RoundKey &after, std::int64_t limit) {
  std::vector<HeldRound> rounds;
  for (auto row = rows_.rounds.upper_bound(after); row != rows_.rounds.end(); ++row) {
    if (static_cast<std::int64_t>(rounds.size()) == limit) break;
    if (is_open(row->second)) rounds.push_back(held(row->first, row->second));
  }
  return rounds;
}

HeldPlayer MemoryReader::held(const wallet::PlayerAccount &account) const {
  HeldPlayer player{.account = account};
  for (auto row = rows_.rounds.lower_bound({account.id, {}, {}});
       row != rows_.rounds.end() && row->first.player_id == account.id; ++row)
    player.open_rounds += is_open(row->second) ? 1 : 0;
  for (auto row = rows_.free_games.lower_bound({account.id, {}, {}});
       row != rows_.free_games.end() && row->first.player_id == account.id; ++row)
    for (const wallet::FreeGame &game : row->second) player.free_games += game.rounds_remaining;
  return player;
}

HeldRound MemoryReader::held(const RoundKey &key, const wallet::Round &round) const {
  HeldRound made{.key = key, .round = round, .transactions = {}};
  for (auto row = rows_.transactions.lower_bound({key, {}}); row != rows_.transactions.end() && row->first.round == key;
       ++row)
    made.transactions.push_back({.id = row->first.transaction_id, .transaction = row->second});
  return made;
}

}  // namespace pitboss::reference::store
