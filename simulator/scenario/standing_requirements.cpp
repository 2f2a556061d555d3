#include "simulator/scenario/standing_requirements.hpp"

namespace pitboss::scenario {

const std::vector<StandingRequirement> &standing_requirements(std::string_view contract) {
  static const std::vector<StandingRequirement> none;
  static const std::vector<StandingRequirement> wallet = [] {
    std::vector<StandingRequirement> rows;
    for (const char *name :
         {"request-id.echoed", "request-id.echoed-on-errors", "cache-control.no-store", "authenticate.response",
          "balance.response", "transaction.response", "rollback.response", "errors.body", "http.json-content-type",
          "http.version", "http.secure", "times.iso-8601"}) {
      std::string id = name;
      std::replace(id.begin(), id.end(), '.', '-');
      rows.push_back({"wallet." + std::string(name), "wallet.always." + id});
    }
    return rows;
  }();
  return contract == "wallet" ? wallet : none;
}

}  // namespace pitboss::scenario
