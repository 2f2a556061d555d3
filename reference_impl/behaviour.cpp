#include "reference_impl/behaviour.hpp"

#include "schemas/wire/json.hpp"

namespace pitboss::reference {
namespace {

/// The headers of every response, errors and malformed requests included (common rule 3; wallet.md, Headers; RFC 6749,
/// section 5.1). What an endpoint has set itself stays.
void add_common_headers(const http::Request &request, http::Response &response) {
  response.headers.reserve(response.headers.size() + 3);
  if (response.header("Content-Type") == nullptr) response.set_header("Content-Type", "application/json");
  if (response.header("Cache-Control") == nullptr) response.set_header("Cache-Control", "no-cache, no-store");
  if (const std::string *id = request.header("X-Request-ID")) response.set_header("X-Request-ID", *id);
}

/// What the server itself says, where no contract speaks (404, 405, 413, malformed): in the form of the wallet's
/// errors, which the other contracts allow.
std::string error_body(std::string_view message) {
  return to_text(
      wire::JsonObject{{"error", wire::JsonObject{{"code", "INVALID_REQUEST"}, {"message", std::string(message)}}}});
}

}  // namespace

Behaviour::Behaviour() {
  http.finish = add_common_headers;
  http.error_body = error_body;
}

}  // namespace pitboss::reference
