#include "reference_impl/movements/errors.hpp"

namespace pitboss::reference::movements {

std::string to_string(Refusal::Reason reason) {
  using Reason = Refusal::Reason;
  switch (reason) {
    case Reason::unauthorized:
      return "UNAUTHORIZED";
    case Reason::unsupported_media_type:
      return "UNSUPPORTED_MEDIA_TYPE";
    case Reason::invalid_request:
      return "INVALID_REQUEST";
    case Reason::unknown_brand:
      return "UNKNOWN_REVENUE_ORIGIN";
    case Reason::unknown_click:
      return "UNKNOWN_CLICK";
    case Reason::client_exists:
      return "CLIENT_EXISTS";
    case Reason::client_not_found:
      return "CLIENT_NOT_FOUND";
    case Reason::duplicate_request:
      return "DUPLICATE_REQUEST";
    case Reason::invalid_metrics:
      return "INVALID_METRICS";
    case Reason::nothing_to_settle:
      return "NOTHING_TO_SETTLE";
  }
  return "INVALID_REQUEST";
}

int status_of(Refusal::Reason reason) {
  using Reason = Refusal::Reason;
  switch (reason) {
    case Reason::unauthorized:
      return 401;
    case Reason::client_not_found:
      return 404;
    case Reason::client_exists:
    case Reason::duplicate_request:
    case Reason::nothing_to_settle:
      return 409;
    case Reason::unsupported_media_type:
      return 415;
    default:
      return 400;
  }
}

Refusal client_not_found() {
  return {.reason = Refusal::Reason::client_not_found, .message = "client not found"};
}

Refusal duplicate_request() {
  return {.reason = Refusal::Reason::duplicate_request, .message = "duplicate metric movement request"};
}

Refusal invalid_metrics(std::vector<Detail> details) {
  return {.reason = Refusal::Reason::invalid_metrics,
          .message = "a metric is refused, and the whole movement with it",
          .details = std::move(details)};
}

}  // namespace pitboss::reference::movements
