#include "simulator/cli/find_limit.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "simulator/traffic/limit_search.hpp"

namespace pitboss::cli {
namespace {

using results::LoadResults;
using results::LoadVerdict;

std::int64_t at(const results::Distribution &distribution, const wire::Decimal &percentile) {
  for (const results::Distribution::Point &point : distribution.percentiles)
    if (point.percentile == percentile) return point.us;
  return 0;
}

results::LoadStep step_of(std::int64_t rate, const LoadResults &results) {
  return {rate, results.rate, at(results.latency, 50), at(results.latency, 99), results.verdict, results.headline};
}

/// The rate was the generator's limit, and says nothing about the target.
bool is_behind(const LoadResults &results) {
  return !results.void_reason.empty() && results.ended.right > 0;
}

class Search {
 public:
  Search(const traffic::RunOptions &first, const std::function<LoadResults(const traffic::RunOptions &)> &run)
      : options_(first),
        run_(run),
        search_(std::max<std::int64_t>(1, std::llround(first.open_loop->phases.front().from))) {}

  LoadResults find(const std::atomic<bool> &stopped) {
    while (const auto rate = search_.next()) {
      LoadResults results = try_rate(*rate);
      if (stopped) return interrupted(std::move(results));
      if (!results.findings.empty()) return told(std::move(results));
      const bool holds = results.verdict == LoadVerdict::held;
      search_.tell(*rate, holds);
      (holds ? held_ : broken_) = std::move(results);
    }
    return conclusion();
  }

 private:
  LoadResults try_rate(std::int64_t rate) {
    traffic::Phase &phase = options_.open_loop->phases.front();
    phase.from = phase.to = static_cast<double>(rate);
    LoadResults results = run_(options_);
    steps_.push_back(step_of(rate, results));
    return results;
  }

  LoadResults told(LoadResults results) {
    results.limit_steps = steps_;
    return results;
  }

  LoadResults interrupted(LoadResults results) {
    results = held_ ? std::move(*held_) : std::move(results);
    results.verdict = LoadVerdict::incomplete;
    results.headline = fmt::format("incomplete: stopped while looking for the limit; {} a second held", search_.held());
    return told(std::move(results));
  }

  LoadResults conclusion() {
    LoadResults results = held_ ? std::move(*held_) : std::move(*broken_);
    if (!held_) {
      results.headline = fmt::format("broken: not even {} a second holds: {}", *search_.broke(), results.headline);
      results.verdict = LoadVerdict::broken;
    } else if (!broken_) {
      results.headline = fmt::format("right: {} a second hold, the most that a run takes", search_.held());
    } else if (is_behind(*broken_)) {
      results.verdict = LoadVerdict::incomplete;
      results.headline =
          fmt::format("incomplete: {} a second hold; at {} the limit is the generator's, not the target's: {}",
                      search_.held(), *search_.broke(), broken_->headline);
    } else {
      results.headline =
          fmt::format("right: {} a second hold, {} do not ({})", search_.held(), *search_.broke(), broken_->headline);
    }
    return told(std::move(results));
  }

  traffic::RunOptions options_;
  const std::function<LoadResults(const traffic::RunOptions &)> &run_;
  traffic::LimitSearch search_;
  std::vector<results::LoadStep> steps_;
  std::optional<LoadResults> held_, broken_;  // the highest rate that held, the lowest that broke
};

}  // namespace

LoadResults find_limit(const traffic::RunOptions &first, const std::atomic<bool> &stopped,
                       const std::function<LoadResults(const traffic::RunOptions &)> &run) {
  return Search(first, run).find(stopped);
}

}  // namespace pitboss::cli
