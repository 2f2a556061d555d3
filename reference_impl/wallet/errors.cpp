#include "reference_impl/wallet/errors.hpp"

namespace pitboss::reference::wallet {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
      return "INVALID_REQUEST";
    case ErrorCode::validation_failed:
      return "VALIDATION_FAILED";
    case ErrorCode::insufficient_funds:
      return "INSUFFICIENT_FUNDS";
    case ErrorCode::debit_rolled_back:
      return "DEBIT_ROLLED_BACK";
    case ErrorCode::player_unauthorized:
      return "PLAYER_UNAUTHORIZED";
    case ErrorCode::server_unauthorized:
      return "SERVER_UNAUTHORIZED";
    case ErrorCode::session_expired:
      return "SESSION_EXPIRED";
    case ErrorCode::debit_failed:
      return "DEBIT_FAILED";
    case ErrorCode::credit_failed:
      return "CREDIT_FAILED";
    case ErrorCode::retry_required:
      return "RETRY_REQUIRED";
  }
  return "RETRY_REQUIRED";
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::player_unauthorized:
    case ErrorCode::server_unauthorized:
    case ErrorCode::session_expired:
      return 401;
    case ErrorCode::debit_failed:
    case ErrorCode::credit_failed:
    case ErrorCode::retry_required:
      return 500;
    default:
      return 400;
  }
}

}  // namespace pitboss::reference::wallet
