#include "reference_impl/feed/protocol.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::feed {
namespace {

Claims read_token(const http::Request &request, const Call &, const Tokens &tokens) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string *header = request.header("Authorization");
  const std::string_view value = header == nullptr ? std::string_view() : *header;
  if (!wire::equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    throw unauthorised("Authorization: Bearer is missing");
  auto claims = tokens.read(value.substr(scheme.size()));
  if (!claims) throw unauthorised("the access token is unknown");
  return *claims;
}

std::string retry_after(SteadyTime::duration wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  return std::to_string(std::max(seconds, std::chrono::seconds(1)).count());
}

Caller identify(const FeedProtocol &protocol, const http::Request &request, const Call &call, const Tokens &tokens) {
  try {
    Claims claims = protocol.read_token(request, call, tokens);
    if (protocol.is_expired(claims, wire::now())) return unauthorised("the access token has expired");
    return claims;
  } catch (const Refusal &refusal) {
    return refusal;
  }
}

std::optional<Refusal> admit(const FeedProtocol &protocol, const http::Request &, const Call &, const Caller &caller,
                             RateLimit &limit) {
  if (const auto *refusal = std::get_if<Refusal>(&caller)) return *refusal;
  const auto wait = limit.take(protocol.limit_key(std::get<Claims>(caller)), std::chrono::steady_clock::now());
  if (!wait) return std::nullopt;
  return Refusal{.status = 429,
                 .code = "RATE_LIMITED",
                 .message = "this token has made as many requests as it may in a minute",
                 .retry_after = protocol.retry_after(*wait)};
}

}  // namespace

Refusal unauthorised(std::string message) {
  return {.status = 401, .code = "UNAUTHORIZED", .message = std::move(message)};
}

FeedProtocol::FeedProtocol()
    : read_token(feed::read_token),
      is_expired([](const Claims &claims, wire::TimePoint now) { return claims.expires_at <= now; }),
      limit_key([](const Claims &claims) { return claims.token_id; }),
      make_limit([](RateSettings settings) { return std::make_unique<SlidingWindow>(settings); }),
      retry_after(feed::retry_after),
      identify(feed::identify),
      admit(feed::admit),
      turn_away([](const Refusal &refusal, const auto &, const auto &refuse) { refuse(refusal); }) {}

}  // namespace pitboss::reference::feed
