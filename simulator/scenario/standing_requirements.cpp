#include "simulator/scenario/standing_requirements.hpp"

#include <algorithm>
#include <map>

#include "schemas/catalogue/catalogue.hpp"

namespace pitboss::scenario {

namespace {

std::vector<StandingRequirement> rows_of(const std::string &contract, const std::vector<std::string> &names) {
  std::vector<StandingRequirement> rows;
  for (const std::string &name : names) {
    std::string id = name;
    std::replace(id.begin(), id.end(), '.', '-');
    rows.push_back({contract + "." + name, contract + ".always." + id});
  }
  return rows;
}

/// What common rules 3 and 4 ask of every reply, whatever the contract.
const std::vector<std::string> common{"http.json-content-type", "http.version", "http.secure", "times.iso-8601"};
const std::vector<std::string> of_wallet{
    "request-id.echoed", "request-id.echoed-on-errors", "cache-control.no-store", "authenticate.response",
    "balance.response",  "transaction.response",        "rollback.response",      "errors.body"};

using Tables = std::map<std::string, std::vector<StandingRequirement>, std::less<>>;

const Tables &tables() {
  static const Tables all = [] {
    Tables made;
    for (const std::string &contract : catalogue::Catalogue::embedded().contracts()) {
      std::vector<std::string> names = contract == "wallet" ? of_wallet : std::vector<std::string>{};
      names.insert(names.end(), common.begin(), common.end());
      made.emplace(contract, rows_of(contract, names));
    }
    return made;
  }();
  return all;
}

}  // namespace

const std::vector<StandingRequirement> &standing_requirements(std::string_view contract) {
  static const std::vector<StandingRequirement> none;
  const auto found = tables().find(contract);
  return found == tables().end() ? none : found->second;
}

std::vector<StandingRequirement> all_standing_requirements() {
  std::vector<StandingRequirement> all;
  for (const auto &[contract, rows] : tables()) all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace pitboss::scenario
