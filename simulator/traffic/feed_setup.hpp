#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schemas/wire/time.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/traffic/access_tokens.hpp"
#include "simulator/traffic/arrival.hpp"
#include "simulator/traffic/plan_reader.hpp"
#include "simulator/traffic/rest_writer.hpp"

namespace pitboss::traffic {

/// What an operator's pushes are like: the part `feed` of a profile.
struct FeedPlan {
  std::size_t streams = 8;     ///< of all shards
  std::size_t customers = 40;  ///< of each stream, at most
  std::size_t days = 28;       ///< the business days that end yesterday; then the first one is corrected
  std::size_t hours_a_day = 4;
  Range registrations{1, 3};  ///< a day
  Range records_a_push{1, 20};
  Range rows_a_page{3, 50};
  Range requests_a_token{500, 900};
  std::size_t streams_at_the_limit = 0;
  Weighted amounts;  ///< of transactions
  PartsPerMillion negative_days = 250'000, fine_amounts = 0, status_changes = 300'000, syncs = 0, delta_syncs = 0,
                  must_be_refused = 0, retried = 0, lost_replies = 0;
};

/// Reads the plan of a profile that its schema accepts. Throws files::FileErrors.
FeedPlan read_feed_plan(const files::YamlFile &profile);

/// What all streams of a run share.
struct FeedSetup {
  FeedPlan plan;
  std::vector<std::size_t> streams;  ///< their numbers in the run, all shards together, from 1
  std::vector<std::string> affiliates, game_types;
  RestWriter writer;
  std::string token_path;
  std::string token_requests[2];  ///< headers and body, by HTTP Basic and by the body
  std::string run;                ///< begins all ids: no other run has it
  std::uint64_t seed = 1;
  wire::TimePoint started;  ///< times of records are counted from it
  std::shared_ptr<AccessTokens> tokens;
};

/// What the traffic needs of target and profile. `run` begins all ids.
FeedSetup make_feed_setup(const target::Rest &target, const files::YamlFile &profile, Part shard, std::uint64_t seed,
                          const std::string &run, wire::TimePoint started);

}  // namespace pitboss::traffic
