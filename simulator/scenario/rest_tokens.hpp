#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/run_context.hpp"

namespace pitboss::scenario {

/// How a client shows who it is when it asks for a token (RFC 6749, section 2.3.1): HTTP Basic, or client_id and
/// client_secret in the form.
enum class ClientAuthentication { basic, body, both, none };

struct ClientCredentials {
  std::string id, secret;
};
ClientCredentials credentials_of(const target::Rest &target);
/// With the secret, or the id, of nobody.
ClientCredentials with_wrong_secret(ClientCredentials credentials);
ClientCredentials with_wrong_id(ClientCredentials credentials);

/// A request for a token (RFC 6749, section 4.4); `fields` are the members of the form without the credentials.
target::Request token_request(const std::string &path, const wire::Json &fields, ClientAuthentication how,
                              const ClientCredentials &credentials);

/// The value of `Authorization: Basic` for the client of the target file (RFC 6749, section 2.3.1).
std::string basic_credentials(const target::Rest &target);

/// The forms that the client's secret has on the wire, percent-encoded and in base64, are as secret as it is.
void learn_credentials(const target::Rest &target, target::Secrets &secrets);

/// What stands for a token of a contract in the curl commands of reports: "${FEED_TOKEN}".
std::string token_in_curl(const std::string &contract);

/// A token as the server gave it.
struct AccessToken {
  std::string value;
  std::string error;  ///< why there is none; empty where there is one
  std::chrono::seconds lifetime{3600};
  target::Exchange exchange;
  ClientAuthentication authentication = ClientAuthentication::basic;
  std::string refused_basic;  ///< the answer to HTTP Basic, where only credentials in the body got a token
};

/// The tokens of a run: each serves so many requests only, that no limit of requests a minute is reached, and none
/// longer than it lives. Safe from any thread.
class TokenPool {
 public:
  /// Requests that one token serves: under the 1000 a minute that every target takes.
  static constexpr int budget = 700;

  TokenPool(const RunSetup &setup, const target::Rest &target) : setup_(&setup), target_(&target) {}

  /// A token for the next request, which is counted; a new one where the last is used up. Throws std::runtime_error
  /// where the server gives none.
  std::string take(Transport &transport);
  /// One for whoever asks, not shared with others. A server need not take both ways of client authentication: until one
  /// is known to work the body is tried where HTTP Basic is refused, and what works is kept for the run.
  AccessToken ask(Transport &transport);
  /// The way that works, as far as it is known; HTTP Basic until then.
  [[nodiscard]] ClientAuthentication authentication() const { return authentication_; }
  /// The server refused it: it is not given again.
  void drop(const std::string &token);
  /// Whether two tokens of one client live side by side, as far as it is known.
  void set_side_by_side(bool is) { side_by_side_ = is; }
  [[nodiscard]] bool side_by_side() const { return side_by_side_; }
  /// Whether a client that asks again gets the token that it has, as far as it is known: all scenarios share it then.
  void set_same_again(bool is) { same_again_ = is; }
  [[nodiscard]] bool same_again() const { return same_again_; }

 private:
  AccessToken ask(Transport &transport, ClientAuthentication how);

  const RunSetup *setup_;
  const target::Rest *target_;
  std::atomic<bool> side_by_side_{true};
  std::atomic<bool> same_again_{false};
  std::atomic<ClientAuthentication> authentication_{ClientAuthentication::basic};
  std::atomic<bool> authentication_is_known_{false};
  std::mutex mutex_;
  std::string token_;
  int used_ = 0;
  wire::TimePoint good_until_{};
};

}  // namespace pitboss::scenario
