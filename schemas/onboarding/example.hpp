#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/onboarding/plan.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::onboarding {

/// What the placeholders of an example stand for, and where it goes.
struct ExampleSetting {
  std::string base_url;  ///< "http://127.0.0.1:8080"
  wire::TimePoint now;
  /// The value of "affiliate_ids.1" and the like, as a target file names it; nullopt where there is none. No secrets:
  /// they stay variables of the shell.
  std::function<std::optional<std::string>(std::string_view name)> target;
};

/// A request that can be copied. Secrets and what is made from them stand as variables: $TOKEN, $HMAC_SECRET.
struct Example {
  std::string method, path;  ///< path with its query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string curl;  ///< a command for a POSIX shell
};

/// The example of a step of `contract`.
Example make_example(const std::string &contract, const ExampleCall &call, const ExampleSetting &setting);

}  // namespace pitboss::onboarding
