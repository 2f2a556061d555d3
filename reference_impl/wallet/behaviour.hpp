#pragma once

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

/// All that the wallet does, as tables of functions.
struct Behaviour {
  WalletProtocol protocol;
  WalletReading reading;
  WalletRules rules;
  WalletReplies replies;

  /// Puts something between the endpoints and the store.
  std::vector<std::function<std::unique_ptr<store::Store>(std::unique_ptr<store::Store>, const http::Later &)>>
      wrap_store;
  /// Puts something between HTTP and the endpoints.
  std::vector<std::function<http::Handler(http::Handler, const wire::Signer &)>> wrap_handler;
};

}  // namespace pitboss::reference::wallet
