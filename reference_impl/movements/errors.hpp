#pragma once

#include <string>
#include <vector>

/// Why the calls of the contract `movements` refuse. The contract demands two phrases and leaves the rest open.
namespace pitboss::reference::movements {

/// A fault of a body, with its place.
struct Detail {
  std::string pointer;  ///< JSON pointer of the faulty value
  std::string message;

  bool operator==(const Detail &) const = default;
};

/// Thrown by what reads and admits a request; returned by the rules.
struct Refusal {
  enum class Reason {
    unauthorized,
    unsupported_media_type,
    invalid_request,
    unknown_brand,
    unknown_click,
    client_exists,
    client_not_found,
    duplicate_request,
    invalid_metrics,
    nothing_to_settle,
  };

  Reason reason = Reason::invalid_request;
  std::string message;  ///< for the operator's engineer; holds no secrets
  std::vector<Detail> details = {};

  bool operator==(const Refusal &) const = default;
};

std::string to_string(Refusal::Reason reason);  ///< "CLIENT_NOT_FOUND"
int status_of(Refusal::Reason reason);          ///< 400, 401, 404, 409 or 415

Refusal client_not_found();   ///< rule 1, with its phrase
Refusal duplicate_request();  ///< rule 6, with its phrase
/// Of the whole movement, for the faults of its metrics (rules 4 and 5).
Refusal invalid_metrics(std::vector<Detail> details);

}  // namespace pitboss::reference::movements
