#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::scenario {

/// A call of a contract that writes and lists records, as schemas/CONTRACT/calls.yaml describes it.
struct RestCall {
  std::string name;         ///< "push_customers"
  std::string method;       ///< GET: a list
  std::string path;         ///< from the base URL
  std::string target_path;  ///< setting of the target file that replaces the path; empty where there is none
  std::string bulk;         ///< member of the body that holds the records; empty where the body is the record
  wire::Json body;          ///< the valid default of a record, with placeholders; null where there is none
  wire::Json form;          ///< the fields of a form instead
  std::vector<std::pair<std::string, std::string>> labels;  ///< fields whose ids each record of a push has for itself
  std::vector<std::string> key;                             ///< fields that records are told apart by
  std::string rows;                                         ///< the list call that shows what was written
  std::vector<std::string> filters;

  [[nodiscard]] bool is_list() const { return method == "GET"; }
  [[nodiscard]] bool is_token() const { return !form.is_null(); }
};

/// All calls of one contract.
struct RestCalls {
  enum class Admission { client_credentials, api_key };
  Admission admission = Admission::api_key;
  std::vector<std::string> times;  ///< members of records that hold a date-time
  std::vector<RestCall> calls;

  /// nullptr where there is none.
  [[nodiscard]] const RestCall *find(std::string_view name) const;

  /// Those of the contract `contract`, embedded in the program; nullptr where it is not described so. Throws
  /// files::FileErrors where the description is faulty.
  static const RestCalls *of(const std::string &contract);
};

}  // namespace pitboss::scenario
