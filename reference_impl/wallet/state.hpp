#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/time.hpp"

/// What a wallet keeps: the state that the rules look at and change, and the store makes durable.
namespace pitboss::reference::wallet {

using wire::Decimal;

struct PlayerAccount {
  std::string id;
  std::string brand;
  std::string currency;         ///< ISO 4217, lower case
  int currency_truncation = 2;  ///< decimals shown to the player; amounts are kept exactly
  Decimal balance;

  bool operator==(const PlayerAccount &) const = default;
};

enum class TransactionType { debit, credit };

enum class TransactionStatus {
  applied,
  rolled_back,  ///< a debit whose amount was returned
  tombstone,    ///< rolled back before it was ever seen; it must not be applied when it arrives late
};

struct Transaction {
  TransactionType type = TransactionType::debit;
  Decimal amount;
  Decimal balance_after;
  TransactionStatus status = TransactionStatus::applied;
  std::optional<std::int64_t> free_game;  ///< instance whose round this debit used

  bool operator==(const Transaction &) const = default;
};

/// A round exists from its debit on.
struct Round {
  std::string game;
  std::string debit;       ///< transactionId of its single debit
  bool paid = false;       ///< has credits
  bool finished = false;   ///< `roundFinished: true` came
  bool cancelled = false;  ///< its debit was rolled back

  bool operator==(const Round &) const = default;
};

/// Free rounds of one player in one game.
struct FreeGame {
  std::int64_t instance_id = 0;
  std::int64_t offer_id = 0;
  std::string offer_name;
  bool can_be_rejected = false;
  Decimal nearest_cost_per_bet;
  std::int64_t rounds_remaining = 0;
  std::int64_t rounds_awarded = 0;
  wire::TimePoint starts_at;
  wire::TimePoint ends_at;

  [[nodiscard]] bool is_current(wire::TimePoint now) const { return starts_at <= now && now < ends_at; }
  bool operator==(const FreeGame &) const = default;
};

/// A round belongs to player and provider (contract wallet, Identity).
struct RoundKey {
  std::string player_id, provider, round_id;
  auto operator<=>(const RoundKey &) const = default;
};

/// A transaction is identified inside its round.
struct TransactionKey {
  RoundKey round;
  std::string transaction_id;
  auto operator<=>(const TransactionKey &) const = default;
};

enum class Call { balance, transaction, rollback };  ///< authenticate looks at the balance

/// What a call is about: the store loads these, and nobody else changes them until the call is through.
struct Keys {
  Call call = Call::balance;
  std::string player_id, provider, game;
  std::optional<RoundKey> round;
  std::optional<TransactionKey> transaction;
  std::uint64_t connection = 0;  ///< over which the call came
};

/// What the store holds under the keys of a call. Absent: there is no such thing.
struct View {
  std::optional<PlayerAccount> player;
  std::optional<Round> round;
  std::optional<Transaction> transaction;
  std::vector<FreeGame> free_games;  ///< all of the player in this game, by instance
};

struct FreeGameGrant {
  std::string provider, game;
  FreeGame free_game;
};

struct NewPlayer {
  PlayerAccount account;
  std::vector<FreeGameGrant> free_games;
};

/// What a call changes, each as it is afterwards. Absent: unchanged.
struct Changes {
  std::optional<Decimal> balance;
  std::optional<Round> round;
  std::optional<Transaction> transaction;
  std::optional<FreeGame> free_game;
  std::optional<NewPlayer> new_player = {};  ///< of the id in the keys, where the view holds no player

  [[nodiscard]] bool empty() const { return !balance && !round && !transaction && !free_game && !new_player; }
};

}  // namespace pitboss::reference::wallet
