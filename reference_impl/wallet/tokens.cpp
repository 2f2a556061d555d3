#include "reference_impl/wallet/tokens.hpp"

#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace pitboss::reference::wallet {
namespace {

using Jwt = std::unique_ptr<jwt_t, decltype(&jwt_free)>;

constexpr std::size_t max_token_bytes = 4096;
constexpr std::size_t most_known = 20'000;  // tokens; then all are forgotten, and known again when they come again

const unsigned char *bytes(const std::string &text) {
  return reinterpret_cast<const unsigned char *>(text.data());
}

const char *name_of(Claims::Kind kind) {
  return kind == Claims::Kind::launch ? "launch" : "player";
}

std::string grant(const Jwt &jwt, const char *name) {
  const char *value = jwt_get_grant(jwt.get(), name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

std::string Tokens::issue(const Claims &claims) const {
  jwt_t *raw = nullptr;
  if (jwt_new(&raw) != 0) throw std::runtime_error("cannot make a token: out of memory");
  const Jwt jwt(raw, jwt_free);
  const auto expires = std::chrono::floor<std::chrono::seconds>(claims.expires_at).time_since_epoch().count();
  const bool made =
      jwt_set_alg(raw, JWT_ALG_HS256, bytes(key_), static_cast<int>(key_.size())) == 0 &&
      jwt_add_grant(raw, "kind", name_of(claims.kind)) == 0 &&
      jwt_add_grant(raw, "sub", claims.player_id.c_str()) == 0 &&
      jwt_add_grant(raw, "brand", claims.brand.c_str()) == 0 &&
      jwt_add_grant_int(raw, "exp", static_cast<long>(expires)) == 0 &&
      (claims.kind == Claims::Kind::launch || (jwt_add_grant(raw, "provider", claims.provider.c_str()) == 0 &&
                                               jwt_add_grant(raw, "game", claims.game.c_str()) == 0));
  const std::unique_ptr<char, decltype(&std::free)> text(made ? jwt_encode_str(raw) : nullptr, std::free);
  if (text == nullptr) throw std::runtime_error("cannot make a token: libjwt refused it");
  return text.get();
}

std::optional<Claims> Tokens::read(std::string_view token) const {
  // The library reads C strings; a token holds no zero byte.
  if (token.empty() || token.size() > max_token_bytes || token.find('\0') != std::string_view::npos)
    return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (const auto found = known_.find(token); found != known_.end()) return found->second;
  std::string text(token);
  std::optional<Claims> claims = decode(text);
  if (!claims) return std::nullopt;
  if (known_.size() >= most_known) known_.clear();
  known_.emplace(std::move(text), *claims);
  return claims;
}

std::optional<Claims> Tokens::decode(const std::string &token) const {
  jwt_t *raw = nullptr;
  if (jwt_decode(&raw, token.c_str(), bytes(key_), static_cast<int>(key_.size())) != 0) return std::nullopt;
  const Jwt jwt(raw, jwt_free);
  if (jwt_get_alg(raw) != JWT_ALG_HS256) return std::nullopt;
  const std::string kind = grant(jwt, "kind");
  if (kind != "launch" && kind != "player") return std::nullopt;
  return Claims{.kind = kind == "launch" ? Claims::Kind::launch : Claims::Kind::player,
                .player_id = grant(jwt, "sub"),
                .provider = grant(jwt, "provider"),
                .game = grant(jwt, "game"),
                .brand = grant(jwt, "brand"),
                .expires_at = wire::TimePoint(std::chrono::seconds(jwt_get_grant_int(raw, "exp")))};
}

}  // namespace pitboss::reference::wallet
