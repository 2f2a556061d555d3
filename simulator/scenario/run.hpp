#pragma once

#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// What `pitboss check` selects; see its help. Globs are of the shell (`*`, `?`), on ids of scenarios and requirements.
struct Selection {
  std::set<std::string> contracts = {};  ///< empty: all that the target file has
  std::vector<std::string> tags = {};
  std::vector<std::string> only = {};  ///< ids or globs
  std::vector<std::string> skip = {};
  bool declared_only = false;  ///< judge only what the scenarios declare, and not all of the contract
  std::optional<catalogue::Level> least_level = {};  ///< must: only MUST; should: MUST and SHOULD; nullopt: all
};

struct RunOptions {
  Selection selection;
  std::uint64_t seed = 0;
  int jobs = 0;  ///< scenarios at once; 0: as many as there are players to give each its own
  bool fail_fast = false;
  int repeat = 1;
  std::set<std::string> expected_failures;  ///< ids of scenarios or requirements
  std::string command;                      ///< for the report
  std::string version;
};

/// A selector that matches nothing, or an expected failure that names nothing: told, with the nearest right name.
struct SelectionProblem {
  std::string message;
};

/// The scenarios that `selection` leaves, in order. `problems` gets each selector that matched nothing.
std::vector<const Scenario *> select(const std::vector<Scenario> &all, const Selection &selection,
                                     std::vector<SelectionProblem> &problems);

/// Looks at target and setup before anything is judged: name, connection, TLS, clock difference, signature,
/// credentials, a funded player. Stops at the first finding that makes the later ones pointless.
std::vector<results::Finding> examine(const target::TargetFile &target);

/// Runs the doctor, then the scenarios, and tells `listeners`. Never throws for what the target does. `cancelled` is
/// looked at between steps: what did not run is blocked, and the results are complete all the same.
results::Results run(const target::TargetFile &target, const std::vector<Scenario> &scenarios,
                     const RunOptions &options, const std::vector<results::Listener *> &listeners,
                     const std::atomic<bool> &cancelled);

}  // namespace pitboss::scenario
