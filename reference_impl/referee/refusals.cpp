#include "reference_impl/referee/refusals.hpp"

#include <chrono>

#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::referee {
namespace {

using wire::Json;
using Kind = Action::Kind;

constexpr std::string_view on_purpose = "said by the referee's script";

http::Response reply(int status, const Json &body) {
  return {.status = status, .body = wire::to_text(body), .headers = {{"Content-Type", "application/json"}}};
}

/// {"error": {"code", "message"}}: wallet.md, Errors; what the reference answers elsewhere too.
http::Response error(int status, std::string_view code, std::string_view message) {
  Json inner;
  inner.set("code", code).set("message", message);
  Json body;
  body.set("error", std::move(inner));
  return reply(status, body);
}

/// feed.md, rule 1.
http::Response record_refused(const Operation &operation) {
  Json fault;
  fault.set("index", 0).set("field", operation.kind == "customers" ? "signup_date" : "currency");
  fault.set("code", "invalid").set("message", on_purpose);
  Json body;
  body.set("errors", wire::JsonArray{std::move(fault)});
  return reply(422, body);
}

}  // namespace

http::Response too_many(std::chrono::milliseconds wait, bool as_date) {
  http::Response response = error(429, "RATE_LIMITED", on_purpose);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(std::max(wait, std::chrono::milliseconds(1)));
  // The date is whole seconds too: the first one at which the wait is over.
  const auto end = std::chrono::ceil<std::chrono::seconds>(wire::now() + wait);
  response.set_header("Retry-After", as_date ? wire::to_http_date(end) : std::to_string(seconds.count()));
  return response;
}

http::Response token_refused() {
  http::Response response = error(401, "UNAUTHORIZED", on_purpose);
  response.set_header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  return response;
}

http::Response refusal(const Action &action, const Operation &operation) {
  switch (action.kind) {
    case Kind::session_expired:
      return error(401, "SESSION_EXPIRED", on_purpose);
    case Kind::insufficient_funds:
      return error(400, "INSUFFICIENT_FUNDS", on_purpose);
    case Kind::refuse_record:
      return record_refused(operation);
    case Kind::token_expired:
      return token_refused();
    case Kind::too_many:
      return too_many(action.time, action.as_date);
    default:
      break;
  }
  return error(500, operation.contract == "wallet" ? "RETRY_REQUIRED" : "INTERNAL", on_purpose);
}

}  // namespace pitboss::reference::referee
