#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/target/target_file.hpp"
#include "simulator/traffic/arrival.hpp"
#include "simulator/traffic/plan_reader.hpp"
#include "simulator/traffic/rest_writer.hpp"

namespace pitboss::traffic {

/// What an operator's movements are like: the part `movements` of a profile.
struct MovementsPlan {
  std::size_t players = 50;  ///< of all shards
  Range metrics_a_movement{1, 4};
  wire::Decimal largest_value = 500;
  int decimals = 2;  ///< of usual values of decimal metrics
  PartsPerMillion absolute_metrics = 250'000, both_ways = 0, request_ids = 700'000, large_values = 0, balance_calls = 0,
                  must_be_refused = 0, retried = 0, lost_replies = 0, duplicated = 0, together = 0;
};

/// Reads the plan of a profile that its schema accepts. Throws files::FileErrors.
MovementsPlan read_movements_plan(const files::YamlFile &profile);

/// A player who takes part.
struct MovementsPlayer {
  std::size_t number = 1;  ///< of the run, all shards together, from 1
  std::string external_id, brand, click;
};

/// A metric that is not archived.
struct MovementsMetric {
  std::string code;
  bool integer = false;
  bool absolute = false;  ///< an operator writes one metric absolute or relative, not both (movements.md)
};

/// What all players of a run share.
struct MovementsSetup {
  MovementsPlan plan;
  std::vector<MovementsPlayer> players;
  std::vector<MovementsMetric> metrics;
  std::string archived;  ///< a metric; empty where the target file names none
  RestWriter writer;
  std::string register_path, movement_path, list_path, clients_path;
  std::string headers;  ///< of every request, the key among them
  std::string run;      ///< begins all ids: no other run has it
  std::uint64_t seed = 1;
};

/// What the traffic needs of target and profile. `run` begins all ids. Throws files::FileErrors where the profile does
/// not fit the target.
MovementsSetup make_movements_setup(const target::Rest &target, const files::YamlFile &profile, Part shard,
                                    std::uint64_t seed, const std::string &run);

}  // namespace pitboss::traffic
