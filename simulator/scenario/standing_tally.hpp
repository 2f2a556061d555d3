#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/formats/results.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// Counts, over all replies of a run, how often each requirement that concerns every reply was looked at and broken;
/// in the end each becomes a scenario of its own. Safe from any thread.
class StandingTally {
 public:
  /// `secrets` must outlive it.
  explicit StandingTally(const target::Secrets &secrets) : secrets_(&secrets) {}

  struct Look {
    const std::string &call;  ///< of the contract
    const target::Exchange &exchange;
    std::string expected, actual;
    bool holds = true;
    const Scenario *scenario = nullptr;  ///< that was being played; null where none was
    std::size_t steps = 0;               ///< how many of its steps were begun
    std::uint64_t seed = 0;              ///< of the run
  };
  void judge(const std::string &requirement, const Look &look);

  /// The scenario of a requirement, without id and title; skipped where no reply was looked at.
  [[nodiscard]] results::Scenario scenario_of(const catalogue::Requirement &row) const;

 private:
  struct Violation {
    std::string call;
    target::Exchange exchange;
    std::string expected, actual;
    std::string replay;  ///< of the first: a scenario file that shows it again; empty where no scenario was played
  };
  struct Count {
    std::size_t replies = 0;
    std::size_t violations = 0;
    std::map<std::string, std::size_t> calls;  ///< violations by call
    std::vector<Violation> examples;           ///< at most three
  };
  const target::Secrets *secrets_;
  mutable std::mutex mutex_;
  std::map<std::string, Count> counts_;  ///< by requirement
};

/// The scenario of a requirement that wants HTTPS anywhere but on a local machine, by the base URL of the contract.
results::Scenario secure_scenario(const catalogue::Requirement &row, const std::string &base_url);

/// The standing requirements of `contract` that are `selected`, each as the scenario that `of` makes of it.
std::vector<results::Scenario> standing_scenarios(
    const std::string &contract, const std::set<std::string> &selected, const catalogue::Catalogue &catalogue,
    const std::function<results::Scenario(const catalogue::Requirement &)> &of);

/// Looks that the contracts share.
std::optional<wire::Json> as_json(const std::string &body);
bool is_json_type(const std::string *content_type);
/// "Content-Type: text/plain", "no Content-Type".
std::string shown_header(const std::string *header, const char *name);

}  // namespace pitboss::scenario
