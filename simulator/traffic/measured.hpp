#pragma once

#include <string>

#include "schemas/formats/load_results.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/traffic/run.hpp"

/// From what was counted to results that reports are made of.
namespace pitboss::traffic {

results::Distribution to_distribution(const Histogram &histogram);
/// Throws std::runtime_error where the text is no histogram.
Histogram to_histogram(const results::Distribution &distribution);

results::LoadInterval to_interval(const Interval &interval);

/// The figures, findings and audit of a run of these flows. What identifies the run, and the verdict, are left to the
/// caller.
results::LoadResults to_results(const Ran &ran, const Flows &flows, const target::TargetFile &target,
                                const target::Redactor &redactor);

/// Judges thresholds, audit, wrong replies and send lag: fills in `thresholds`, `verdict`, `headline` and
/// `void_reason`.
void judge(results::LoadResults &results, const std::vector<Threshold> &thresholds);

}  // namespace pitboss::traffic
