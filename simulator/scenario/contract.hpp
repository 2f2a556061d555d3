#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/needs.hpp"
#include "simulator/scenario/run_context.hpp"
#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {

/// What a scenario has for itself while it is played: of the wallet, players (indices in the target file).
using Lease = std::vector<std::size_t>;

/// A contract in a run: what it looks at first, what its scenarios need, and how they are played. All calls but `play`
/// come from one thread at a time.
class Contract {
 public:
  virtual ~Contract() = default;

  [[nodiscard]] virtual const std::string &name() const = 0;
  /// The doctor's look at this contract of the target; what it found out serves the scenarios.
  virtual std::vector<results::Finding> examine() = 0;
  /// Why a scenario cannot be played against this target at all.
  [[nodiscard]] virtual Unmet unmet_need(const Scenario &scenario) const = 0;
  /// How many scenarios at once are worth while.
  [[nodiscard]] virtual std::size_t most_at_once() const = 0;
  /// What the scenario needs for itself; nullopt where others have it at the moment.
  virtual std::optional<Lease> lease(const Scenario &scenario) = 0;
  virtual void give_back(const Lease &lease) = 0;
  /// Plays a scenario and judges it; `number` is the play's own in the run. Never throws for what the target does. Safe
  /// from any thread.
  virtual results::Scenario play(const Scenario &scenario, const Lease &lease, std::size_t number,
                                 const results::Scenario &draft) = 0;
  /// Whether the scenario shall be played again with another lease: `lease` was not fit for it.
  virtual bool play_again(const Lease &lease, int tries) = 0;
  [[nodiscard]] virtual const NetworkWatch &network() const = 0;
  /// The requirements of `selected` that are judged on every reply of the run, each as a scenario.
  [[nodiscard]] virtual std::vector<results::Scenario> standing(const std::set<std::string> &selected) const = 0;
};

/// The contract `name` of a run.
std::unique_ptr<Contract> make_contract(const std::string &name, const RunSetup &setup);

}  // namespace pitboss::scenario
