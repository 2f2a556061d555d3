#pragma once

#include <memory>

#include "reference_impl/http/router.hpp"
#include "reference_impl/sandbox/access.hpp"
#include "reference_impl/sandbox/messages.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/tokens.hpp"

namespace pitboss::reference::sandbox {

/// The two calls of the sandbox (schemas/sandbox/openapi.yaml): create a player, top one up.
class Endpoints {
 public:
  Endpoints(Access access, const wallet::Settings &settings, store::Store &store, std::shared_ptr<spdlog::logger> log);

  void add_to(http::Router &router) const;

 private:
  using Decide = std::function<wallet::Outcome(const wallet::View &)>;
  using Write = std::function<http::Response(const wallet::PlayerAccount &)>;

  void create_player(const http::Request &request, const http::Answer &answer) const;
  void top_up_player(const http::Request &request, const http::Answer &answer) const;

  /// Lets the store decide. `refused`: status and code of what the rule refuses.
  void submit(const std::string &player_id, Decide decide, Refusal refused, Write write,
              const http::Answer &answer) const;
  /// Checks access and media type, runs an endpoint, answers what it throws.
  [[nodiscard]] http::Handler guarded(void (Endpoints::*endpoint)(const http::Request &, const http::Answer &)
                                          const) const;
  [[nodiscard]] http::Response refuse(const Refusal &refusal) const;
  [[nodiscard]] std::string launch_token(const wallet::PlayerAccount &player) const;

  Access access_;
  const wallet::Settings &settings_;
  store::Store &store_;
  std::shared_ptr<spdlog::logger> log_;
  wallet::Tokens tokens_;
};

}  // namespace pitboss::reference::sandbox
