#include "reference_impl/wallet/behaviour.hpp"

namespace pitboss::reference::wallet {
namespace {

/// The headers of every response, errors and malformed requests included (wallet.md, Headers; common rule 3).
void add_common_headers(const http::Request &request, http::Response &response) {
  response.set_header("Content-Type", "application/json");
  response.set_header("Cache-Control", "no-cache, no-store");
  if (const std::string *id = request.header("X-Request-ID")) response.set_header("X-Request-ID", *id);
}

}  // namespace

Behaviour::Behaviour() {
  http.finish = add_common_headers;
}

}  // namespace pitboss::reference::wallet
