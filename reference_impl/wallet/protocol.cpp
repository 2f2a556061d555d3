#include "reference_impl/wallet/protocol.hpp"

#include <algorithm>

#include "schemas/wire/ids.hpp"

namespace pitboss::reference::wallet {
namespace {

[[noreturn]] void unauthorized(std::string message) {
  throw Refusal{.code = ErrorCode::player_unauthorized, .message = std::move(message)};
}

void check_signature(const http::Request &request, const wire::Signer &signer) {
  const std::string *signature = request.header("X-HMAC-Signature");
  if (signature == nullptr)
    throw Refusal{.code = ErrorCode::server_unauthorized, .message = "X-HMAC-Signature is missing"};
  if (!signer.verify(request.body, *signature)) {
    throw Refusal{.code = ErrorCode::server_unauthorized,
                  .message = "X-HMAC-Signature is not the signature of the body"};
  }
}

Claims read_player_token(const http::Request &request, const wire::Json &, const Tokens &tokens) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string *header = request.header("Authorization");
  if (header == nullptr || !header->starts_with(scheme)) unauthorized("Authorization: Bearer is missing");
  auto claims = tokens.read(std::string_view(*header).substr(scheme.size()));
  if (!claims || claims->kind != Claims::Kind::player) unauthorized("the player token is unknown");
  return *claims;
}

/// A body that names somebody or something else than the token is refused here; one that names nothing, by its shape.
void check_names(const wire::Json &body, std::string_view field, const std::string &expected) {
  const wire::Json *member = body.find_any_case(field);
  if (member == nullptr || member->string() == nullptr || !wire::is_wallet_id(*member->string())) return;
  if (*member->string() != expected) unauthorized("the player token is of another " + std::string(field));
}

void check_player(const Claims &claims, const wire::Json &body) {
  check_names(body, "playerId", claims.player_id);
}
void check_provider(const Claims &claims, const wire::Json &body) {
  check_names(body, "provider", claims.provider);
}
void check_game(const Claims &claims, const wire::Json &body) {
  check_names(body, "game", claims.game);
}

void check_request_id(const http::Request &request) {
  const std::string *id = request.header("X-Request-ID");
  if (id == nullptr || !wire::is_guid(*id)) {
    throw Refusal{.code = ErrorCode::invalid_request, .message = "X-Request-ID is missing or no GUID"};
  }
}

Claims read_launch_token(const std::string &launch_token, const Tokens &tokens) {
  auto claims = tokens.read(launch_token);
  if (!claims || claims->kind != Claims::Kind::launch) unauthorized("the launch token is unknown");
  return *claims;
}

void check_launch_token_age(const Claims &claims, wire::TimePoint now) {
  if (claims.is_expired(now)) unauthorized("the launch token has expired");
}

void check_offered(const AuthenticateRequest &request, const Settings &settings) {
  if (settings.games.contains({request.provider, request.game})) return;
  const bool known = std::any_of(settings.games.begin(), settings.games.end(),
                                 [&](const auto &game) { return game.first == request.provider; });
  throw Refusal{.code = ErrorCode::validation_failed,
                .message = known ? "the provider has no such game" : "there is no such provider"};
}

}  // namespace

WalletProtocol::WalletProtocol()
    : check_signature(wallet::check_signature),
      read_player_token(wallet::read_player_token),
      check_player(wallet::check_player),
      check_provider(wallet::check_provider),
      check_game(wallet::check_game),
      check_request_id(wallet::check_request_id),
      is_expired([](const Claims &claims, wire::TimePoint now) { return claims.is_expired(now); }),
      read_launch_token(wallet::read_launch_token),
      check_launch_token_age(wallet::check_launch_token_age),
      check_offered(wallet::check_offered) {}

}  // namespace pitboss::reference::wallet
