#include "reports/evidence.hpp"

#include <algorithm>

namespace pitboss::reports {

Index::Index(const results::Results &results) {
  for (const auto &requirement : results.requirements) requirements_.emplace(requirement.id, &requirement);
  for (const auto &scenario : results.scenarios) scenarios_[scenario.id].push_back(&scenario);
}

const results::RequirementResult *Index::requirement(const std::string &id) const {
  const auto found = requirements_.find(id);
  return found == requirements_.end() ? nullptr : found->second;
}

const std::vector<const results::Scenario *> &Index::scenarios(const std::string &id) const {
  static const std::vector<const results::Scenario *> none;
  const auto found = scenarios_.find(id);
  return found == scenarios_.end() ? none : found->second;
}

std::vector<Evidence> Index::evidence(const results::RequirementResult &requirement) const {
  std::vector<Evidence> found;
  std::vector<Evidence> without_check;
  for (const auto &id : requirement.scenarios) {
    for (const auto *scenario : scenarios(id)) {
      const std::size_t before = found.size();
      for (const auto &step : scenario->steps)
        for (const auto &check : step.checks)
          if (check.requirement == requirement.id && check.verdict == requirement.verdict)
            found.push_back({scenario, &step, &check, reproducible_exchange(step)});
      if (found.size() == before && scenario->verdict == requirement.verdict)
        without_check.push_back({scenario, nullptr, nullptr, nullptr});
    }
  }
  return found.empty() ? without_check : found;
}

std::vector<Evidence> broken_checks(const results::Scenario &scenario) {
  std::vector<Evidence> found;
  for (const auto &step : scenario.steps)
    for (const auto &check : step.checks)
      if (check.verdict == results::Verdict::fail || check.verdict == results::Verdict::warn)
        found.push_back({&scenario, &step, &check, reproducible_exchange(step)});
  return found;
}

const results::Exchange *reproducible_exchange(const results::Step &step) {
  const auto last = std::find_if(step.exchanges.rbegin(), step.exchanges.rend(),
                                 [](const results::Exchange &exchange) { return !exchange.curl.empty(); });
  return last == step.exchanges.rend() ? nullptr : &*last;
}

}  // namespace pitboss::reports
