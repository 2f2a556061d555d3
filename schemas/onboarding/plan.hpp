#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/wire/json.hpp"

/// The steps by which a partner gets from credentials to going live on a contract.
namespace pitboss::onboarding {

/// A request that a partner can copy, as the file says it: a call of the contract, and what is not its default.
struct ExampleCall {
  std::string method;  ///< of the call's definition
  std::string path;    ///< likewise
  wire::Json body;     ///< the definition's default with the members of `with`; null where there is none. With {…}
  wire::Json form;     ///< the fields of a form instead
  std::vector<std::pair<std::string, std::string>> query;  ///< with {…}
};

struct Step {
  int number = 0;                 ///< from 1, through all phases
  std::string id;                 ///< by which the judge knows it: "first-token"
  std::string title;              ///< "Credentials issued, first token obtained"
  std::string shown_by;           ///< what traffic shows it
  std::string missing;            ///< what the partner has to do
  std::string missing_after_run;  ///< the same once a conformance run was clean
  ExampleCall example;
};

struct Phase {
  int number = 0;  ///< from 1
  std::string name;
  std::string duration;  ///< "2-3 days"
  std::vector<Step> steps;
};

struct Plan {
  std::string contract;  ///< "feed"
  std::string partner;   ///< who goes through it: "client_id of the access token"
  std::vector<Phase> phases;

  [[nodiscard]] std::size_t steps() const;
  /// nullptr where there is none.
  [[nodiscard]] const Step *find(std::string_view id) const;
};

/// Reads a file. Throws files::FileErrors: file, line, column, what was expected (a misspelt member, an id that stands
/// twice, a call that the contract does not have).
Plan read_plan(const std::filesystem::path &path);
Plan parse_plan(std::string_view text, const std::string &name);

/// Those of the contracts, in the order of their names; embedded in the program.
const std::vector<Plan> &all_plans();
/// Throws std::logic_error where the contract has none.
const Plan &plan_of(std::string_view contract);

}  // namespace pitboss::onboarding
