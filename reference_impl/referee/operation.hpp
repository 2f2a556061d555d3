#pragma once

#include <string>
#include <vector>

#include "reference_impl/http/message.hpp"

namespace pitboss::reference::referee {

/// What a request is, so that a retry is known as the same operation.
struct Operation {
  std::string contract;  ///< empty: of no contract
  std::string kind;      ///< one of operation_kinds(contract)
  /// The same for all tries of one operation. Empty where each request is an operation of its own.
  std::string key;
};

Operation operation_of(const http::Request &request);

/// The names that a script may use: debit, credit, …; empty for an unknown contract.
const std::vector<std::string> &operation_kinds(const std::string &contract);

}  // namespace pitboss::reference::referee
