#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "reference_impl/http/server.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/wallet/messages.hpp"
#include "reference_impl/wallet/protocol.hpp"
#include "reference_impl/wallet/replies.hpp"
#include "reference_impl/wallet/rules.hpp"

namespace pitboss::reference::wallet {

/// Runs a function later, from another stack.
using Later = std::function<void(std::chrono::milliseconds, std::function<void()>)>;

/// All that the wallet does, as tables of functions. Left alone it is the contract; the named deviations of
/// reference_impl/faults replace entries, and that is the only way in which they reach it.
struct Behaviour {
  WalletProtocol protocol;
  WalletReading reading;
  WalletRules rules;
  WalletReplies replies;
  http::ServerSettings http;  ///< handler, address and port are set by the server

  /// Puts something between the endpoints and the store.
  std::vector<std::function<std::unique_ptr<store::Store>(std::unique_ptr<store::Store>, const Later &)>> wrap_store;
  /// Puts something between HTTP and the endpoints.
  std::vector<std::function<http::Handler(http::Handler, const wire::Signer &)>> wrap_handler;

  Behaviour();
};

}  // namespace pitboss::reference::wallet
