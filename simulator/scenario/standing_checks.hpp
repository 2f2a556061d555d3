#pragma once

#include <set>
#include <string>
#include <vector>

#include "simulator/scenario/standing_tally.hpp"

namespace pitboss::scenario {

/// Looks at every well-formed exchange of the contract's calls in the whole run, for the requirements that concern
/// every reply. Nothing here stops a scenario; at the end of the run each requirement becomes a scenario of its own.
/// Safe from any thread.
class StandingChecks {
 public:
  /// Both must outlive it.
  StandingChecks(const target::TargetFile &target, const target::Secrets &secrets)
      : target_(&target), secrets_(&secrets), tally_(secrets) {}

  struct Context {
    bool status_is_must = false;         ///< the contract fixes the status of this answer at the level MUST
    const Scenario *scenario = nullptr;  ///< that is being played
    std::size_t steps = 0;               ///< how many of its steps were begun
    std::uint64_t seed = 0;              ///< of the run
  };
  /// `call` is authenticate, balance, debit, credit or rollback.
  void observe(const std::string &call, const target::Exchange &exchange, const Context &context);

  /// One scenario for each requirement of `selected` that is judged here.
  [[nodiscard]] std::vector<results::Scenario> scenarios(const std::set<std::string> &selected,
                                                         const catalogue::Catalogue &catalogue) const;

 private:
  struct Reply;

  void judge(const std::string &requirement, const Reply &reply, const std::string &expected, const std::string &actual,
             bool holds);
  void judge_headers(const Reply &reply);
  void judge_body(const Reply &reply, const Context &context);
  void judge_schema(const Reply &reply);
  void judge_times(const Reply &reply);
  void explain_missing_times(results::Scenario &scenario) const;

  const target::TargetFile *target_;
  const target::Secrets *secrets_;
  StandingTally tally_;
};

}  // namespace pitboss::scenario
