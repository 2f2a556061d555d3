#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reference_impl/wallet/errors.hpp"
#include "reference_impl/wallet/state.hpp"
#include "schemas/wire/json.hpp"

/// The requests of the contract `wallet`, and how they are read.
namespace pitboss::reference::wallet {

/// What the rules know of a request beside its fields.
struct Circumstances {
  wire::TimePoint now;
  bool session_expired = false;
  std::uint64_t connection = 0;
};

struct AuthenticateRequest {
  std::string launch_token, provider, game, ip, platform;
};

struct BalanceRequest {
  std::string player_id, provider, game;
  Circumstances when;
};

struct FreeGameChoice {
  std::int64_t instance_id = 0, offer_id = 0;
};

struct TransactionRequest {
  std::string player_id, provider, game, transaction_id, round_id;
  Decimal amount;
  TransactionType type = TransactionType::debit;
  bool round_finished = false;
  std::optional<FreeGameChoice> free_game;  ///< only of a debit
  Circumstances when;
};

struct RollbackRequest {
  std::string player_id, provider, game, transaction_id, round_id;
  Circumstances when;
};

/// How the parts of a request are read. Each throws Refusal.
struct WalletReading {
  /// The body of a call: an object.
  std::function<wire::Json(std::string_view body)> parse;
  /// The member `name` of an object, or nullptr; `null` is as if it were absent.
  std::function<const wire::Json *(const wire::Json &object, std::string_view name)> find;
  std::function<bool(std::string_view text)> is_id;
  std::function<bool(std::string_view text)> is_free_text;
  std::function<bool(std::string_view text)> is_ipv4;
  std::function<Decimal(const wire::Json &amount)> amount;
  std::function<bool(const wire::Json *round_finished)> round_finished;
  std::function<void(const WalletReading &, const wire::Json *game_info)> check_game_info;

  /// The reading of the contract.
  WalletReading();
};

AuthenticateRequest read_authenticate(const WalletReading &reading, const wire::Json &body);
BalanceRequest read_balance(const WalletReading &reading, const wire::Json &body);
TransactionRequest read_transaction(const WalletReading &reading, const wire::Json &body);
RollbackRequest read_rollback(const WalletReading &reading, const wire::Json &body);

}  // namespace pitboss::reference::wallet
