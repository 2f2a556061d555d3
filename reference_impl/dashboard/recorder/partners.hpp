#pragma once

#include <map>
#include <string>

#include "reference_impl/dashboard/recorder/seen.hpp"
#include "reference_impl/http/message.hpp"

namespace pitboss::reference::dashboard {

/// Who called: of the feed the client of the token that came with the request, of the wallet the provider in the body,
/// of movements the one operator that has the API key.
class Partners {
 public:
  /// `seen` holds everything but the partner; its secrets are labels already, the same wherever a token stood.
  /// `asking`: who asks for a token, where that is what it does. Remembers whose tokens were granted.
  [[nodiscard]] std::string partner_of(const Seen &seen, const std::string &asking);

  /// The client_id of a request for a token (RFC 6749, section 2.3.1), which still has its secrets; empty where it has
  /// none.
  [[nodiscard]] static std::string asking(const http::Request &request);

  static constexpr const char *operator_of_movements = "operator";

 private:
  [[nodiscard]] std::string client_of_feed(const Seen &seen, const std::string &asking);

  std::map<std::string, std::string, std::less<>>
      clients_;  ///< by the label of the token; forgotten when they are too many
};

}  // namespace pitboss::reference::dashboard
