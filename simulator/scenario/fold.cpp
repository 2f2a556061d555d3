#include "simulator/scenario/fold.hpp"

#include <algorithm>

namespace pitboss::scenario {

namespace {

/// One that is listed as an expected failure, and passes, ends as failed without such a check.
bool shows_a_failure(const results::Scenario &scenario) {
  return std::any_of(scenario.steps.begin(), scenario.steps.end(), [](const results::Step &step) {
    return std::any_of(step.checks.begin(), step.checks.end(),
                       [](const results::Check &check) { return check.verdict == results::Verdict::fail; });
  });
}

}  // namespace

void Fold::add(results::Scenario play) {
  ++ended_[play.verdict];
  const bool graver = results::worst(play.verdict, gravest_.verdict) != gravest_.verdict;
  const bool tells_more = play.verdict == gravest_.verdict && shows_a_failure(play) && !shows_a_failure(gravest_);
  if (plays_++ == 0 || graver || tells_more) gravest_ = std::move(play);
}

results::Scenario Fold::take() {
  const int so = ended_[gravest_.verdict];
  if (so < plays_)
    gravest_.reason = "in " + std::to_string(so) + " of " + std::to_string(plays_) + " plays: " + gravest_.reason;
  return std::move(gravest_);
}

}  // namespace pitboss::scenario
