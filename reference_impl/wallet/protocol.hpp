#pragma once

#include <functional>

#include "reference_impl/http/message.hpp"
#include "reference_impl/wallet/messages.hpp"
#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/tokens.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/signature.hpp"

namespace pitboss::reference::wallet {

/// Who may make a call: the headers of the contract (wallet.md, Headers). Each member throws Refusal; by default each
/// is the function of the contract, and a fault (reference_impl/faults) replaces one.
struct WalletProtocol {
  std::function<void(const http::Request &, const wire::Signer &)> check_signature;
  /// The claims of the token in Authorization. `body` is what the request holds, null where it is no JSON.
  std::function<Claims(const http::Request &, const wire::Json &body, const Tokens &)> read_player_token;
  std::function<void(const Claims &, const wire::Json &body)> check_player;
  std::function<void(const Claims &, const wire::Json &body)> check_provider;
  std::function<void(const Claims &, const wire::Json &body)> check_game;
  std::function<void(const http::Request &)> check_request_id;
  std::function<bool(const Claims &, wire::TimePoint now)> is_expired;

  // authenticate
  std::function<Claims(const std::string &launch_token, const Tokens &)> read_launch_token;
  std::function<void(const Claims &, wire::TimePoint now)> check_launch_token_age;
  std::function<void(const AuthenticateRequest &, const Settings &)> check_offered;

  /// The protocol of the contract.
  WalletProtocol();
};

}  // namespace pitboss::reference::wallet
