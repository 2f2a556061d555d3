#pragma once

#include <map>

#include "schemas/formats/results.hpp"

namespace pitboss::scenario {

/// The plays of one scenario, of which `--repeat` makes several, as one result: the gravest of them, the first of
/// these, with how many ended so. However many there are, one is kept.
class Fold {
 public:
  void add(results::Scenario play);
  /// What came of all plays. Call it once, after at least one.
  [[nodiscard]] results::Scenario take();

 private:
  std::map<results::Verdict, int> ended_;
  int plays_ = 0;
  results::Scenario gravest_;
};

}  // namespace pitboss::scenario
