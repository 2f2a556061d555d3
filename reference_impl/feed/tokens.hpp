#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference_impl/feed/sealed.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::feed {

/// What an access token says.
struct Claims {
  std::string token_id;  ///< unique
  std::string client_id;
  wire::TimePoint expires_at;
};

/// Access tokens that carry what they say, signed: any number of them live side by side, on every server that has the
/// key.
class Tokens {
 public:
  explicit Tokens(std::string_view key) : seal_(key, "access token") {}

  /// A new token for `claims`; its token_id is made here.
  [[nodiscard]] std::string issue(Claims claims) const;
  /// nullopt for a token that was not issued with this key. Expired ones are read too.
  [[nodiscard]] std::optional<Claims> read(std::string_view token) const;

 private:
  Seal seal_;
};

}  // namespace pitboss::reference::feed
