#include "reference_impl/dashboard/problem.hpp"

namespace pitboss::reference::dashboard {

http::Response reply(const wire::Json &body) {
  return {.status = 200, .body = wire::to_text(body), .headers = {{"Content-Type", "application/json"}}};
}

http::Response reply(const Problem &problem) {
  return {.status = problem.status,
          .body = wire::to_text(wire::JsonObject{{"message", problem.message}}),
          .headers = {{"Content-Type", "application/json"}}};
}

}  // namespace pitboss::reference::dashboard
