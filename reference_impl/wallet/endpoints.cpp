#include "reference_impl/wallet/endpoints.hpp"

#include <spdlog/logger.h>

#include <algorithm>

namespace pitboss::reference::wallet {

Endpoints::Endpoints(const Behaviour &behaviour, const Settings &settings, store::Store &store,
                     std::shared_ptr<spdlog::logger> log)
    : behaviour_(behaviour),
      settings_(settings),
      store_(store),
      log_(std::move(log)),
      tokens_(settings.token_key),
      signer_(settings.hmac_secret, wire::SignatureEncoding::hex) {}

void Endpoints::add_to(http::Router &router) const {
  router.add("POST", "/v1/authenticate", guarded(&Endpoints::authenticate));
  router.add("POST", "/v1/balance", guarded(&Endpoints::balance));
  router.add("POST", "/v1/transaction", guarded(&Endpoints::transaction));
  router.add("POST", "/v1/rollback", guarded(&Endpoints::rollback));
}

void Endpoints::authenticate(const http::Request &request, const http::Answer &answer) const {
  const WalletProtocol &protocol = behaviour_.protocol;
  protocol.check_signature(request, signer_);
  protocol.check_request_id(request);
  const AuthenticateRequest message = read_authenticate(behaviour_.reading, behaviour_.reading.parse(request.body));
  const wire::TimePoint now = wire::now();
  Claims claims = protocol.read_launch_token(message.launch_token, tokens_);
  protocol.check_launch_token_age(claims, now);
  protocol.check_offered(message, settings_);

  claims.kind = Claims::Kind::player;
  claims.provider = message.provider;
  claims.game = message.game;
  claims.expires_at = now + player_token_life;
  const BalanceRequest look{.player_id = claims.player_id,
                            .provider = claims.provider,
                            .game = claims.game,
                            .when = {.now = now, .connection = request.connection}};
  submit(
      keys_of(look), look,
      [this, token = tokens_.issue(claims)](const Reply &reply) {
        return behaviour_.replies.authenticated(behaviour_.replies, reply, token);
      },
      answer);
}

void Endpoints::balance(const http::Request &request, const http::Answer &answer) const {
  const Admitted admitted = admit(request);
  BalanceRequest message = read_balance(behaviour_.reading, admitted.body);
  message.when = admitted.when;
  if (message.when.session_expired)
    throw Refusal{.code = ErrorCode::session_expired, .message = "the player token has expired"};
  Keys keys = keys_of(message);
  submit(
      std::move(keys), std::move(message),
      [this](const Reply &reply) { return behaviour_.replies.balance(behaviour_.replies, reply); }, answer);
}

void Endpoints::transaction(const http::Request &request, const http::Answer &answer) const {
  const Admitted admitted = admit(request);
  TransactionRequest message = read_transaction(behaviour_.reading, admitted.body);
  message.when = admitted.when;
  Keys keys = behaviour_.rules.keys_of_transaction(message);
  submit(
      std::move(keys), std::move(message),
      [this](const Reply &reply) { return behaviour_.replies.transaction(behaviour_.replies, reply); }, answer);
}

void Endpoints::rollback(const http::Request &request, const http::Answer &answer) const {
  const Admitted admitted = admit(request);
  RollbackRequest message = read_rollback(behaviour_.reading, admitted.body);
  message.when = admitted.when;
  Keys keys = behaviour_.rules.keys_of_rollback(message);
  submit(
      std::move(keys), std::move(message),
      [this](const Reply &reply) { return behaviour_.replies.rollback(behaviour_.replies, reply); }, answer);
}

/// The checks in the order of the contract: signature, token, X-Request-ID. A body that is no JSON is refused after
/// them.
Endpoints::Admitted Endpoints::admit(const http::Request &request) const {
  const WalletProtocol &protocol = behaviour_.protocol;
  protocol.check_signature(request, signer_);
  Admitted admitted;
  std::optional<Refusal> unreadable;
  try {
    admitted.body = behaviour_.reading.parse(request.body);
  } catch (const Refusal &refusal) {
    unreadable = refusal;
  }
  admitted.claims = protocol.read_player_token(request, admitted.body, tokens_);
  protocol.check_player(admitted.claims, admitted.body);
  protocol.check_provider(admitted.claims, admitted.body);
  protocol.check_game(admitted.claims, admitted.body);
  protocol.check_request_id(request);
  if (unreadable) throw Refusal(*unreadable);
  const wire::TimePoint now = wire::now();
  admitted.when = {
      .now = now, .session_expired = protocol.is_expired(admitted.claims, now), .connection = request.connection};
  return admitted;
}

template <class Message>
// NOLINTNEXTLINE(performance-unnecessary-value-param): both are moved, which the check does not see in a template
void Endpoints::submit(Keys keys, Message message, Write write, const http::Answer &answer) const {
  store_.submit({.keys = std::move(keys),
                 .decide = [this, message = std::move(message)](
                               const View &view) { return decide(behaviour_.rules, message, view); },
                 .done = [this, answer, write = std::move(write)](
                             const std::optional<Reply> &reply) { answer(response(reply, write)); }});
}

/// Runs an endpoint, and answers what it throws.
http::Handler Endpoints::guarded(void (Endpoints::*endpoint)(const http::Request &, const http::Answer &) const) const {
  http::Handler handler = [this, endpoint](const http::Request &request, const http::Answer &answer) {
    try {
      (this->*endpoint)(request, answer);
    } catch (const Refusal &refused) {
      answer(refusal(refused));
    }
  };
  for (const auto &wrap : behaviour_.wrap_handler) handler = wrap(std::move(handler), signer_);
  return handler;
}

http::Response Endpoints::response(const std::optional<Reply> &reply, const Write &write) const {
  if (!reply) {
    return refusal({.code = ErrorCode::retry_required, .message = "the outcome is unknown; send the same ids again"});
  }
  if (reply->refusal) return refusal(*reply->refusal);
  return {.status = 200, .body = behaviour_.replies.write(write(*reply)), .headers = {}};
}

http::Response Endpoints::refusal(const Refusal &refusal) const {
  const int status = refusal.status == 0 ? status_of(refusal.code) : refusal.status;
  log_->debug("event=refused status={} code={} reason=\"{}\"", status, to_string(refusal.code), refusal.message);
  return {.status = status,
          .body = behaviour_.replies.write(behaviour_.replies.error(refusal)),
          .headers = {},
          .code = to_string(refusal.code)};
}

}  // namespace pitboss::reference::wallet
