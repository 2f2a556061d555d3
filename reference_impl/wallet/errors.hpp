#pragma once

#include <string>
#include <string_view>

namespace pitboss::reference::wallet {

/// The error codes of the contract (wallet.md, Errors).
enum class ErrorCode {
  invalid_request,
  validation_failed,
  insufficient_funds,
  debit_rolled_back,
  player_unauthorized,
  server_unauthorized,
  session_expired,
  debit_failed,
  credit_failed,
  retry_required,
};

std::string_view to_string(ErrorCode code);  ///< "INVALID_REQUEST"
int status_of(ErrorCode code);               ///< 400, 401 or 500

/// Why a request is refused. Thrown by what reads and admits a request; returned by the rules.
struct Refusal {
  ErrorCode code = ErrorCode::invalid_request;
  std::string message;  ///< for the provider's engineer; holds no secrets
  int status = 0;       ///< 0: the one of the code

  bool operator==(const Refusal &) const = default;
};

}  // namespace pitboss::reference::wallet
