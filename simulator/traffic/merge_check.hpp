#pragma once

#include "simulator/traffic/merge.hpp"

namespace pitboss::traffic {

/// Throws ShardsDoNotFit where these are not all shards of one run.
void check_shards(const std::vector<Shard> &shards);

}  // namespace pitboss::traffic
