#pragma once

#include <functional>
#include <optional>
#include <string>

#include "reference_impl/http/message.hpp"
#include "reference_impl/http/query.hpp"

namespace pitboss::reference::feed {

/// Who asks for a token, as the request says.
struct Credentials {
  std::string client_id, client_secret;
};

/// The one client that may.
using Client = Credentials;

/// Why no token is granted (RFC 6749, section 5.2). Thrown.
struct TokenRefusal {
  std::string error;        ///< "invalid_client"
  std::string description;  ///< for people
};

/// The client credentials grant (RFC 6749, sections 2.3.1 and 4.4; feed.md, Token). A fault or variant replaces a
/// member; each throws TokenRefusal.
struct OAuth {
  std::function<http::Query(const http::Request &)> read_form;
  /// The credentials of an Authorization header; nullopt where there are none.
  std::function<std::optional<Credentials>(const http::Request &)> read_basic;
  /// The credentials of the body.
  std::function<std::optional<Credentials>(const http::Query &)> read_body;
  std::function<void(const std::optional<Credentials> &, const Client &)> check_client;
  std::function<void(const http::Query &)> check_grant;

  /// What the RFC says.
  OAuth();
};

/// Sees to it that `request` may have a token. Throws TokenRefusal.
void authorise(const OAuth &oauth, const http::Request &request, const Client &client);

}  // namespace pitboss::reference::feed
