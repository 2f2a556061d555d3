#include "reference_impl/feed/oauth.hpp"

#include "reference_impl/http/bodies.hpp"
#include "reference_impl/secrets.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::feed {
namespace {

http::Query read_form(const http::Request &request) {
  constexpr std::string_view form = "application/x-www-form-urlencoded";
  if (!http::has_media_type(request, form))
    throw TokenRefusal{"invalid_request", "the body is no form: Content-Type must be " + std::string(form)};
  http::Query read(request.body);
  if (read.has_repeated()) throw TokenRefusal{"invalid_request", "a parameter stands twice"};
  return read;
}

std::optional<Credentials> read_basic(const http::Request &request) {
  constexpr std::string_view scheme = "Basic ";
  const std::string *header = request.header("Authorization");
  if (header == nullptr) return std::nullopt;
  const std::string_view value = *header;
  if (!wire::equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    throw TokenRefusal{"invalid_client", "a client authenticates by HTTP Basic"};
  const auto pair = wire::from_base64(value.substr(scheme.size()));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) throw TokenRefusal{"invalid_client", "these are no Basic credentials"};
  // Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1).
  const std::string_view joined = *pair;
  return Credentials{http::decode(joined.substr(0, colon)), http::decode(joined.substr(colon + 1))};
}

std::optional<Credentials> read_body(const http::Query &form) {
  const auto id = form.value("client_id");
  const auto secret = form.value("client_secret");
  if (!id && !secret) return std::nullopt;
  return Credentials{id.value_or(""), secret.value_or("")};
}

void check_client(const std::optional<Credentials> &given, const Client &client) {
  if (!given) throw TokenRefusal{"invalid_client", "the client must authenticate"};
  if (given->client_id != client.client_id || !same_secret(given->client_secret, client.client_secret))
    throw TokenRefusal{"invalid_client", "the client is unknown, or its secret is wrong"};
}

void check_grant(const http::Query &form) {
  const auto grant = form.value("grant_type");
  if (!grant) throw TokenRefusal{"invalid_request", "grant_type is missing"};
  if (*grant != "client_credentials") throw TokenRefusal{"unsupported_grant_type", "the grant is client_credentials"};
}

}  // namespace

OAuth::OAuth()
    : read_form(feed::read_form),
      read_basic(feed::read_basic),
      read_body(feed::read_body),
      check_client(feed::check_client),
      check_grant(feed::check_grant) {}

void authorise(const OAuth &oauth, const http::Request &request, const Client &client) {
  const http::Query form = oauth.read_form(request);
  auto credentials = oauth.read_basic(request);
  // client_id alone in the body only repeats who it is.
  if (credentials && form.value("client_secret"))
    throw TokenRefusal{"invalid_request", "the client authenticates in two ways at once"};
  if (!credentials) credentials = oauth.read_body(form);
  oauth.check_client(credentials, client);
  oauth.check_grant(form);
}

}  // namespace pitboss::reference::feed
