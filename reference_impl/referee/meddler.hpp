#pragma once

#include <map>
#include <optional>
#include <set>

#include "reference_impl/http/server.hpp"
#include "reference_impl/referee/schedule.hpp"

namespace pitboss::reference::referee {

/// Does the actions of scripts to requests, and remembers the tokens that it refused. Runs on the server's loop.
class Meddler {
 public:
  explicit Meddler(http::Later later) : later_(std::move(later)) {}

  struct Held {
    Chosen chosen;
    http::Response response;
  };
  /// A token that was refused once stays refused, for as long as that was said.
  std::optional<Held> held_back(const Operation &operation, const http::Request &request);

  /// Called with status and error code of the endpoint's own reply, where it sees the request.
  using Served = std::function<void(int status, std::string_view code)>;
  /// Lets `inner` serve the request, or not, and answers as the action has it.
  void act(const Action &action, const Operation &operation, const http::Request &request, const http::Handler &inner,
           const http::Answer &answer, const Served &served = {});

 private:
  /// A token that was answered 429.
  struct Limit {
    std::chrono::steady_clock::time_point until;
    bool as_date = false;
  };

  void remember(const Action &action, const http::Request &request);

  const http::Later later_;
  std::map<std::string, Limit, std::less<>> limited_;  ///< by token
  std::set<std::string, std::less<>> expired_;         ///< tokens
};

}  // namespace pitboss::reference::referee
