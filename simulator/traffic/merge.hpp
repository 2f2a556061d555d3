#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "schemas/formats/load_results.hpp"

namespace pitboss::traffic {

/// The results of one shard, and what to call them where they do not fit: their file.
struct Shard {
  std::string name;
  results::LoadResults results;
};

/// Which results do not fit together, and why.
class ShardsDoNotFit : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The results of a run in shards as those of one: counts, histograms, findings and books are added, nothing is lost;
/// times are from the first beginning to the last end; thresholds are judged anew, of the whole. Where a shard is
/// incomplete or void the whole is. `id` and `command` are left to the caller.
///
/// Throws ShardsDoNotFit unless these are all shards of one run, each once: same count of shards, profile, seed, shape,
/// version, target and thresholds, and measured at the same time.
results::LoadResults merge(const std::vector<Shard> &shards);

}  // namespace pitboss::traffic
