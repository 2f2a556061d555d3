#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference_impl/wallet/state.hpp"

/// What the store of a wallet shows to who looks in; no rule asks for it.
namespace pitboss::reference::wallet {

/// A player with what hangs on him.
struct HeldPlayer {
  PlayerAccount account;
  std::int64_t open_rounds = 0;
  std::int64_t free_games = 0;  ///< free rounds that are left, of all grants

  bool operator==(const HeldPlayer &) const = default;
};

struct HeldTransaction {
  std::string id;
  Transaction transaction;

  bool operator==(const HeldTransaction &) const = default;
};

/// A round with its transactions, in the order of their ids.
struct HeldRound {
  RoundKey key;
  Round round;
  std::vector<HeldTransaction> transactions;

  bool operator==(const HeldRound &) const = default;
};

/// A round is open while its debit is neither answered for (`roundFinished`) nor rolled back.
inline bool is_open(const Round &round) {
  return !round.finished && !round.cancelled;
}

/// Reads rows of one moment. Functions throw what the store throws where it cannot be read.
class Reader {
 public:
  Reader() = default;
  virtual ~Reader() = default;
  Reader(const Reader &) = delete;
  Reader &operator=(const Reader &) = delete;

  /// Players whose ids contain `text` (in the case that they have) and come after `after`, in the order of their ids.
  virtual std::vector<HeldPlayer> players(const std::string &text, const std::string &after, std::int64_t limit) = 0;
  virtual std::int64_t count_players(const std::string &text) = 0;
  virtual std::optional<HeldPlayer> player(const std::string &id) = 0;
  /// The first rounds of a player, open ones first.
  virtual std::vector<HeldRound> rounds_of(const std::string &player_id, std::int64_t limit) = 0;
  /// Open rounds of all players that come after `after`, in the order of their keys.
  virtual std::vector<HeldRound> open_rounds(const RoundKey &after, std::int64_t limit) = 0;
};

}  // namespace pitboss::reference::wallet
