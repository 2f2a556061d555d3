#pragma once

#include "simulator/scenario/rest_calls.hpp"
#include "simulator/scenario/standing_tally.hpp"

namespace pitboss::scenario {

/// Looks at every exchange of the calls of a REST contract in the whole run, for the requirements that concern every
/// reply. Safe from any thread.
class RestStanding {
 public:
  RestStanding(std::string contract, const target::Secrets &secrets)
      : contract_(std::move(contract)), tally_(secrets) {}

  void observe(const RestCall &call, const target::Exchange &exchange);

  [[nodiscard]] std::vector<results::Scenario> scenarios(const std::set<std::string> &selected,
                                                         const catalogue::Catalogue &catalogue,
                                                         const std::string &base_url) const;

 private:
  void judge_times(const RestCall &call, const target::Exchange &exchange, const wire::Json &json);

  std::string contract_;
  StandingTally tally_;
};

}  // namespace pitboss::scenario
