#include "reference_impl/feed/tokens.hpp"

#include "schemas/wire/ids.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::feed {

using wire::Json;

std::string Tokens::issue(Claims claims) const {
  return seal_.seal(to_text(
      wire::JsonArray{wire::fresh_guid(), std::move(claims.client_id), claims.expires_at.time_since_epoch().count()}));
}

std::optional<Claims> Tokens::read(std::string_view token) const {
  const auto content = seal_.open(token);
  if (!content) return std::nullopt;
  const auto parsed = wire::parse_json(*content);
  const auto *json = std::get_if<Json>(&parsed);
  if (json == nullptr || json->array() == nullptr || json->array()->size() != 3) return std::nullopt;
  const wire::JsonArray &parts = *json->array();
  return Claims{.token_id = *parts[0].string(),
                .client_id = *parts[1].string(),
                .expires_at = wire::TimePoint(std::chrono::microseconds(std::stoll(parts[2].number()->text)))};
}

}  // namespace pitboss::reference::feed
