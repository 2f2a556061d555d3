#include <algorithm>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::Claims;
using wallet::Tokens;

std::string text_of(const Json &body, std::string_view field) {
  const Json *member = body.find_any_case(field);
  return member == nullptr || member->string() == nullptr ? std::string() : *member->string();
}

/// A holder who is whoever the body says.
Claims claims_of_body(const Json &body) {
  return {.kind = Claims::Kind::player,
          .player_id = text_of(body, "playerId"),
          .provider = text_of(body, "provider"),
          .game = text_of(body, "game"),
          .brand = {},
          .expires_at = wire::TimePoint::max()};
}

void player_token_may_be_missing(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.read_player_token,
       [](const auto &inner, const http::Request &request, const Json &body, const Tokens &tokens) {
         return request.header("Authorization") == nullptr ? claims_of_body(body) : inner(request, body, tokens);
       });
}

void unknown_player_token_accepted(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.read_player_token,
       [](const auto &inner, const http::Request &request, const Json &body, const Tokens &tokens) {
         const std::string *header = request.header("Authorization");
         constexpr std::string_view scheme = "Bearer ";
         if (header == nullptr || !header->starts_with(scheme) || header->size() == scheme.size())
           return inner(request, body, tokens);
         try {
           return inner(request, body, tokens);
         } catch (const Refusal &) {
           return claims_of_body(body);
         }
       });
}

void expired_player_token_accepted(Behaviour &behaviour) {
  behaviour.wallet.protocol.is_expired = [](const Claims &, wire::TimePoint) { return false; };
}

void expired_player_token_settles_nothing(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.is_expired, [](const auto &inner, const Claims &claims, wire::TimePoint now) {
    if (inner(claims, now))
      throw Refusal{.code = ErrorCode::session_expired, .message = "the player token has expired"};
    return false;
  });
}

/// The claims of a JWT whose signature nobody looks at; nullopt where it is no JWT.
std::optional<Claims> claims_unverified(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  std::string payload(token.substr(first + 1, second - first - 1));
  std::replace(payload.begin(), payload.end(), '-', '+');
  std::replace(payload.begin(), payload.end(), '_', '/');
  payload.append((4 - payload.size() % 4) % 4, '=');
  const auto bytes = wire::from_base64(payload);
  if (!bytes) return std::nullopt;
  const auto parsed = wire::parse_json(*bytes);
  const Json *json = std::get_if<Json>(&parsed);
  if (json == nullptr || text_of(*json, "sub").empty()) return std::nullopt;
  const Json *expires = json->find("exp");
  const auto seconds = expires == nullptr ? std::nullopt : expires->decimal();
  return Claims{.kind = Claims::Kind::launch,
                .player_id = text_of(*json, "sub"),
                .provider = {},
                .game = {},
                .brand = text_of(*json, "brand"),
                .expires_at = wire::TimePoint(std::chrono::seconds(seconds ? std::stoll(seconds->to_string()) : 0))};
}

void unknown_launch_token_admits_a_guest(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.read_launch_token,
       [](const auto &inner, const std::string &token, const Tokens &tokens) {
         if (claims_unverified(token)) return inner(token, tokens);
         return Claims{.kind = Claims::Kind::launch,
                       .player_id = "player-0001",
                       .provider = {},
                       .game = {},
                       .brand = "pitboss",
                       .expires_at = wire::TimePoint::max()};
       });
}

void launch_token_signature_not_verified(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.read_launch_token,
       [](const auto &inner, const std::string &token, const Tokens &tokens) {
         const auto claims = claims_unverified(token);
         return claims ? *claims : inner(token, tokens);
       });
}

void expired_launch_token_accepted(Behaviour &behaviour) {
  behaviour.wallet.protocol.check_launch_token_age = [](const Claims &, wire::TimePoint) {};
}

bool names_known_provider(const wallet::AuthenticateRequest &request, const wallet::Settings &settings) {
  return std::any_of(settings.games.begin(), settings.games.end(),
                     [&](const auto &game) { return game.first == request.provider; });
}

void any_provider_admitted(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_offered,
       [](const auto &inner, const wallet::AuthenticateRequest &request, const wallet::Settings &settings) {
         if (names_known_provider(request, settings)) inner(request, settings);
       });
}

void any_game_admitted(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_offered,
       [](const auto &inner, const wallet::AuthenticateRequest &request, const wallet::Settings &settings) {
         if (!names_known_provider(request, settings)) inner(request, settings);
       });
}

void ignore_claims(const Claims &, const Json &) {}

void only_version_4_request_ids(Behaviour &behaviour) {
  wrap(behaviour.wallet.protocol.check_request_id, [](const auto &inner, const http::Request &request) {
    inner(request);
    const std::string &id = *request.header("X-Request-ID");
    if (id[14] != '4')
      throw Refusal{.code = ErrorCode::invalid_request, .message = "X-Request-ID is of another version"};
  });
}

}  // namespace

Deviations token_faults() {
  return {
      {"player-token-may-be-missing", "wallet.token.missing-refused",
       "A call without Authorization is served for the player that it names.", player_token_may_be_missing},
      {"unknown-player-token-accepted", "wallet.token.unknown-refused",
       "Any text is a good player token for the player that the call names.", unknown_player_token_accepted},
      {"token-of-another-player-accepted", "wallet.token.other-player-refused",
       "A player token is good for every player.",
       [](Behaviour &b) { b.wallet.protocol.check_player = ignore_claims; }},
      {"token-of-another-game-accepted", "wallet.token.other-game-refused", "A player token is good for every game.",
       [](Behaviour &b) { b.wallet.protocol.check_game = ignore_claims; }},
      {"token-of-another-provider-accepted", "wallet.token.other-provider-refused",
       "A player token is good for every provider.",
       [](Behaviour &b) { b.wallet.protocol.check_provider = ignore_claims; }},
      {"expired-player-token-accepted", "wallet.token.expired-refused", "A player token never expires.",
       expired_player_token_accepted},
      {"expired-player-token-settles-nothing", "wallet.token.old-token-settles",
       "An expired token is refused on every call, so that open rounds cannot be finished.",
       expired_player_token_settles_nothing},
      {"only-version-4-request-ids", "wallet.request-id.any-guid-accepted",
       "A GUID of another version than 4 is refused as X-Request-ID.", only_version_4_request_ids},
      {"request-id-not-checked", "wallet.request-id.missing-refused", "X-Request-ID may be missing, or any text.",
       [](Behaviour &b) { b.wallet.protocol.check_request_id = [](const http::Request &) {}; }},
      {"unknown-launch-token-admits-a-guest", "wallet.authenticate.unknown-token-refused",
       "A launch token that is no JWT admits its bearer as the first player.", unknown_launch_token_admits_a_guest},
      {"launch-token-signature-not-verified", "wallet.authenticate.tampered-token-refused",
       "A launch token is believed without a look at its signature.", launch_token_signature_not_verified},
      {"expired-launch-token-accepted", "wallet.authenticate.expired-token-refused", "A launch token never expires.",
       expired_launch_token_accepted},
      {"any-provider-admitted", "wallet.authenticate.unknown-provider-refused",
       "Authenticate admits players of unknown providers.", any_provider_admitted},
      {"any-game-admitted", "wallet.authenticate.unknown-game-refused", "Authenticate admits players to unknown games.",
       any_game_admitted},
  };
}

}  // namespace pitboss::reference::wallet::faults
