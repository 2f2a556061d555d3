#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <vector>

#include "reference_impl/onboarding/onboarding.hpp"
#include "schemas/formats/results.hpp"

namespace pitboss::reference::onboarding {

/// Whose the run is: the client that the target's section names (feed: `client_id`, wallet: `provider`); of movements,
/// which has one key, "operator"; of a referee's run, whose results name no client, `folder`: the folder's name below
/// the reports'.
std::vector<ConformanceRun> runs_of(const results::Results &results, const std::string &folder);

/// The folder of --reports. A file is read once, until it changes.
class RunsFolder {
 public:
  /// Looked into at most; what is larger is no results.json of ours.
  static constexpr std::size_t most_files = 1000;
  static constexpr std::uintmax_t largest_file = std::uintmax_t{64} * 1024 * 1024;

  using OnProblem = std::function<void(const std::filesystem::path &file, const std::string &why)>;
  RunsFolder(std::filesystem::path folder, OnProblem on_problem)
      : folder_(std::move(folder)), on_problem_(std::move(on_problem)) {}

  /// All runs in it and in folders up to three below, in the order in which they ended. A file that cannot be read is
  /// told to `on_problem` once, and left out.
  std::vector<ConformanceRun> look();

 private:
  struct Known {
    std::filesystem::file_time_type changed_at;
    std::uintmax_t size = 0;
    std::vector<ConformanceRun> runs;
  };
  void read(const std::filesystem::path &file, Known &known);

  const std::filesystem::path folder_;
  const OnProblem on_problem_;
  std::map<std::filesystem::path, Known> known_;
};

}  // namespace pitboss::reference::onboarding
