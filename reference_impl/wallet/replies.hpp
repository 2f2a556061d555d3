#pragma once

#include <functional>
#include <string>

#include "reference_impl/wallet/rules.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::wallet {

/// How replies are written (wallet.md, Calls and Errors). A fault or variant (reference_impl/faults) replaces a member.
struct WalletReplies {
  /// `places`: at least that many decimals.
  std::function<wire::Json(const Decimal &, int places)> amount;
  std::function<std::string(wire::TimePoint)> time;
  std::function<wire::Json(const WalletReplies &, const FreeGame &)> free_game;
  std::function<wire::Json(const WalletReplies &, const Reply &, const std::string &player_token)> authenticated;
  std::function<wire::Json(const WalletReplies &, const Reply &)> balance;
  std::function<wire::Json(const WalletReplies &, const Reply &)> transaction;
  std::function<wire::Json(const WalletReplies &, const Reply &)> rollback;
  std::function<wire::Json(const Refusal &)> error;
  std::function<std::string(const wire::Json &)> write;

  /// The replies of the contract.
  WalletReplies();
};

}  // namespace pitboss::reference::wallet
