#pragma once

#include <map>
#include <string>
#include <vector>

#include "schemas/formats/results.hpp"

namespace pitboss::reports {

/// Where a verdict comes from. Pointers into the results; `scenario` is never null, the others where there is none.
struct Evidence {
  const results::Scenario *scenario = nullptr;
  const results::Step *step = nullptr;
  const results::Check *check = nullptr;
  const results::Exchange *exchange = nullptr;  ///< the last one of the step that has a curl command
};

/// Finds things of a run by their ids. Holds pointers into the results, which must live as long.
class Index {
 public:
  explicit Index(const results::Results &results);

  /// nullptr where there is none.
  [[nodiscard]] const results::RequirementResult *requirement(const std::string &id) const;
  /// Several where the run repeated its scenarios.
  [[nodiscard]] const std::vector<const results::Scenario *> &scenarios(const std::string &id) const;

  /// The checks that gave a requirement its verdict, in the order of the run. A scenario that ended so without a check
  /// of its own (it was blocked, say) counts too.
  [[nodiscard]] std::vector<Evidence> evidence(const results::RequirementResult &requirement) const;

 private:
  std::map<std::string, const results::RequirementResult *> requirements_;
  std::map<std::string, std::vector<const results::Scenario *>> scenarios_;
};

/// The checks of a scenario that did not pass, in order.
std::vector<Evidence> broken_checks(const results::Scenario &scenario);

/// The last exchange of a step that has a curl command; nullptr where there is none.
const results::Exchange *reproducible_exchange(const results::Step &step);

}  // namespace pitboss::reports
