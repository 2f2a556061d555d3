#include "reference_impl/movements/protocol.hpp"

#include <algorithm>

#include "reference_impl/movements/errors.hpp"
#include "reference_impl/secrets.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::movements {
namespace {

void check_key(const http::Request &request, const std::string &key) {
  const std::string *given = request.header("X-Api-Key");
  if (given != nullptr && same_secret(*given, key)) return;
  throw Refusal{.reason = Refusal::Reason::unauthorized, .message = "X-Api-Key is missing or wrong"};
}

/// The media type before its parameters.
void check_media_type(const http::Request &request) {
  const std::string *header = request.header("Content-Type");
  if (header == nullptr) return;
  std::string_view type = std::string_view(*header).substr(0, header->find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  if (wire::equal_ignoring_case(type, "application/json")) return;
  throw Refusal{.reason = Refusal::Reason::unsupported_media_type, .message = "the body must be application/json"};
}

}  // namespace

Protocol::Protocol() : check_key(movements::check_key), check_media_type(movements::check_media_type) {}

}  // namespace pitboss::reference::movements
