#include "simulator/scenario/standing_requirements.hpp"

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

const std::map<std::string, std::vector<StandingRequirement>, std::less<>> &tables() {
  static const std::map<std::string, std::vector<StandingRequirement>, std::less<>> all{
      {"wallet",
       rows_of("wallet", {"request-id.echoed", "request-id.echoed-on-errors", "cache-control.no-store",
                          "authenticate.response", "balance.response", "transaction.response", "rollback.response",
                          "errors.body", "http.json-content-type", "http.version", "http.secure", "times.iso-8601"})},
      {"feed", rows_of("feed", {"http.json-content-type", "http.version", "http.secure", "times.iso-8601"})},
      {"movements", rows_of("movements", {"http.json-content-type", "http.version", "http.secure", "times.iso-8601"})}};
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
