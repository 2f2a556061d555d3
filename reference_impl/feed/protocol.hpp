#pragma once

#include <functional>
#include <variant>

#include "reference_impl/feed/rate_limit.hpp"
#include "reference_impl/feed/record.hpp"
#include "reference_impl/feed/tokens.hpp"
#include "reference_impl/http/message.hpp"

namespace pitboss::reference::feed {

/// One of the six calls.
struct Call {
  Kind kind = Kind::customers;
  bool push = false;
};

/// Who makes a call, or why nobody who may.
using Caller = std::variant<Refusal, Claims>;

/// Who may make a call, and how often (feed.md, Token and rule 9). A fault or variant replaces a member.
struct FeedProtocol {
  /// The claims of the Bearer token. Throws Refusal (401).
  std::function<Claims(const http::Request &, const Call &, const Tokens &)> read_token;
  std::function<bool(const Claims &, wire::TimePoint now)> is_expired;
  /// Whose requests are counted together.
  std::function<std::string(const Claims &)> limit_key;
  std::function<std::unique_ptr<RateLimit>(RateSettings)> make_limit;
  /// The value of Retry-After: whole seconds, at least 1.
  std::function<std::string(SteadyTime::duration wait)> retry_after;
  /// Whose token it is, where it is good now.
  std::function<Caller(const FeedProtocol &, const http::Request &, const Call &, const Tokens &)> identify;
  /// Nothing if the call may be made; else why not: 401 before 429, 429 before all else.
  std::function<std::optional<Refusal>(const FeedProtocol &, const http::Request &, const Call &, const Caller &,
                                       RateLimit &)>
      admit;
  /// What is done with a call that was not admitted: the refusal is answered. `serve` would serve it.
  std::function<void(const Refusal &, const std::function<void(const http::Answer &)> &serve,
                     const std::function<void(const Refusal &)> &refuse)>
      turn_away;

  /// The protocol of the contract.
  FeedProtocol();
};

Refusal unauthorised(std::string message);

}  // namespace pitboss::reference::feed
