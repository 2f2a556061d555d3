#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "schemas/wire/time.hpp"

namespace pitboss::reference::wallet {

/// What a token says of its holder.
struct Claims {
  enum class Kind { launch, player };
  Kind kind = Kind::player;
  std::string player_id;
  std::string provider;  ///< only of a player token
  std::string game;      ///< only of a player token
  std::string brand;
  wire::TimePoint expires_at;  ///< whole seconds

  [[nodiscard]] bool is_expired(wire::TimePoint now) const { return expires_at <= now; }
  bool operator==(const Claims &) const = default;
};

/// How long a launch token is good that the server itself hands out: in the target file, from the sandbox.
inline constexpr std::chrono::days launch_token_life{365};

/// Launch and player tokens: JWTs (RFC 7519) signed with HMAC-SHA256 (HS256). They hold all that is known of a session,
/// so that the server keeps none, and any instance that has the key can read them.
class Tokens {
 public:
  explicit Tokens(std::string key) : key_(std::move(key)) {}

  /// Throws std::runtime_error where the library fails.
  [[nodiscard]] std::string issue(const Claims &claims) const;
  /// The claims of a token that this key signed; nullopt for any other text, other algorithms and `none` among them.
  /// Whether it has expired is for the caller to ask.
  [[nodiscard]] std::optional<Claims> read(std::string_view token) const;

 private:
  /// Texts of different types are looked up without a copy.
  struct HashOfText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  [[nodiscard]] std::optional<Claims> decode(const std::string &token) const;

  std::string key_;
  // Tokens that this key signed, and what they say, which never changes: a session sends the same one with each call,
  // and to check it anew costs as much as all the rest of the call.
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, Claims, HashOfText, std::equal_to<>> known_;
};

}  // namespace pitboss::reference::wallet
