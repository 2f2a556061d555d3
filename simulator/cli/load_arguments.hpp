#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulator/traffic/profile.hpp"
#include "simulator/traffic/run.hpp"

namespace pitboss::cli {

/// What stands on the line of `pitboss load`.
struct LoadArguments {
  std::string target;
  std::string profile = "casino";
  std::string duration, warm_up;  ///< empty: as the profile says
  std::optional<int> connections, threads;
  std::optional<double> rate;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> thresholds;
  std::string shard;
  bool abort_early = false;
  bool find_limit = false;
  std::string report_dir = "pitboss-load";
  std::vector<std::string> formats;
  bool no_color = false;
  bool quiet = false;
};

/// Where a search for the limit begins without --rate, requests a second.
inline constexpr std::int64_t first_rate_of_search = 100;

void add_load_options(CLI::App &command, LoadArguments &arguments);

/// The profile as the line changes it. Throws UsageError or files::FileErrors.
traffic::Profile profile_of(const LoadArguments &arguments);
/// Throws UsageError for a shard that is none.
traffic::RunOptions run_options(const LoadArguments &arguments, const traffic::Profile &profile);
/// "open loop, poisson, 3 phases, 64 connections"
std::string shape_text(const traffic::RunOptions &options);

}  // namespace pitboss::cli
