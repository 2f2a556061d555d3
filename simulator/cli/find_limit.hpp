#pragma once

#include <atomic>
#include <functional>

#include "schemas/formats/load_results.hpp"
#include "simulator/traffic/run.hpp"

namespace pitboss::cli {

/// Runs the traffic at one rate after the other (traffic::LimitSearch) and returns the results of the highest that
/// held, or of the lowest where none did, with all that was tried. `first` is the run at the first rate: its open loop
/// has one phase. A wrong reply ends the search, for that is no question of rate; so does `stopped`.
results::LoadResults find_limit(const traffic::RunOptions &first, const std::atomic<bool> &stopped,
                                const std::function<results::LoadResults(const traffic::RunOptions &)> &run);

}  // namespace pitboss::cli
