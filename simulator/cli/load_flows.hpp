#pragma once

#include <string>

#include "simulator/target/target_file.hpp"
#include "simulator/traffic/profile.hpp"
#include "simulator/traffic/run.hpp"

namespace pitboss::cli {

/// The traffic of each contract of the profile against the target. `id` is the run's: ids of what it makes begin with
/// it. What becomes known of secrets is added to `redactor`. Throws UsageError where the target file lacks a part,
/// files::FileErrors where the profile does not fit it, std::runtime_error where there is no connection.
traffic::Flows make_flows(const target::TargetFile &file, const traffic::Profile &profile,
                          const traffic::RunOptions &options, target::Redactor &redactor, const std::string &id);

}  // namespace pitboss::cli
