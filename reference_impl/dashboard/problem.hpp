#pragma once

#include <string>

#include "reference_impl/http/message.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::dashboard {

/// Why a call of the dashboard is refused; an endpoint throws it.
struct Problem {
  int status = 400;
  std::string message;  ///< for who looks at the page: what, where, what to do
};

/// 200 with `body`; of a Problem, its status and `{"message": …}`.
http::Response reply(const wire::Json &body);
http::Response reply(const Problem &problem);

}  // namespace pitboss::reference::dashboard
