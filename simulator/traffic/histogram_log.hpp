#pragma once

#include <string>

#include "schemas/formats/load_results.hpp"

namespace pitboss::traffic {

/// The latencies of a run as an HdrHistogram log (format 1.3), in microseconds: one line without a tag for the whole
/// run, and a line tagged `interval` for each stretch of the timeline.
std::string histogram_log(const results::LoadResults &results);

}  // namespace pitboss::traffic
