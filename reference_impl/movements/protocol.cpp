#include "reference_impl/movements/protocol.hpp"

#include "reference_impl/http/bodies.hpp"
#include "reference_impl/movements/errors.hpp"
#include "reference_impl/secrets.hpp"

namespace pitboss::reference::movements {
namespace {

void check_key(const http::Request &request, const std::string &key) {
  const std::string *given = request.header("X-Api-Key");
  if (given != nullptr && same_secret(*given, key)) return;
  throw Refusal{.reason = Refusal::Reason::unauthorized, .message = "X-Api-Key is missing or wrong"};
}

/// A body may go without a Content-Type.
void check_media_type(const http::Request &request) {
  if (request.header("Content-Type") == nullptr || http::has_media_type(request, "application/json")) return;
  throw Refusal{.reason = Refusal::Reason::unsupported_media_type, .message = "the body must be application/json"};
}

}  // namespace

Protocol::Protocol() : check_key(movements::check_key), check_media_type(movements::check_media_type) {}

}  // namespace pitboss::reference::movements
