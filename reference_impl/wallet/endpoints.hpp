#pragma once

#include <memory>

#include "reference_impl/http/message.hpp"
#include "reference_impl/http/router.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/wallet/behaviour.hpp"
#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/tokens.hpp"
#include "schemas/wire/signature.hpp"

namespace spdlog {
class logger;
}

namespace pitboss::reference::wallet {

/// The four calls of the contract: admit the request, read it, let the rules decide inside the store, write the reply.
class Endpoints {
 public:
  Endpoints(const Behaviour &behaviour, const Settings &settings, store::Store &store,
            std::shared_ptr<spdlog::logger> log);

  void add_to(http::Router &router) const;

  /// How long a player token lets its holder begin new rounds.
  static constexpr std::chrono::hours player_token_life{12};

 private:
  /// A request that passed the checks of its headers.
  struct Admitted {
    wire::Json body;
    Claims claims;
    Circumstances when;
  };
  using Write = std::function<wire::Json(const Reply &)>;

  void authenticate(const http::Request &request, const http::Answer &answer) const;
  void balance(const http::Request &request, const http::Answer &answer) const;
  void transaction(const http::Request &request, const http::Answer &answer) const;
  void rollback(const http::Request &request, const http::Answer &answer) const;

  [[nodiscard]] Admitted admit(const http::Request &request) const;
  template <class Message>
  void submit(Keys keys, Message message, Write write, const http::Answer &answer) const;
  [[nodiscard]] http::Handler guarded(void (Endpoints::*endpoint)(const http::Request &, const http::Answer &)
                                          const) const;
  [[nodiscard]] http::Response response(const std::optional<Reply> &reply, const Write &write) const;
  [[nodiscard]] http::Response refusal(const Refusal &refusal) const;

  const Behaviour &behaviour_;
  const Settings &settings_;
  store::Store &store_;
  std::shared_ptr<spdlog::logger> log_;
  Tokens tokens_;
  wire::Signer signer_;
};

}  // namespace pitboss::reference::wallet
