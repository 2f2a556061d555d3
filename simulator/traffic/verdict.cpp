// What a run comes to: thresholds, audit, wrong replies, send lag.
#include <fmt/format.h>

#include <cmath>

#include "simulator/traffic/measured.hpp"

namespace pitboss::traffic {
namespace {

using results::LoadResults;
using results::LoadVerdict;

constexpr double lag_percentile = 99;

std::string time_text(double us) {
  if (us < 1e3) return fmt::format("{:.0f} us", us);
  if (us < 1e6) return fmt::format("{:.2f} ms", us / 1e3);
  return fmt::format("{:.2f} s", us / 1e6);
}

std::uint64_t errors_of(const LoadResults &results) {
  return results.ended.failed + results.ended.wrong + results.never_sent;
}

double value_of(const Threshold &threshold, const LoadResults &results, std::string &actual) {
  double value = 0;
  switch (threshold.of) {
    case Threshold::Of::percentile:
      value = static_cast<double>(to_histogram(results.latency).at(threshold.percentile));
      break;
    case Threshold::Of::max:
      value = static_cast<double>(results.latency.max_us);
      break;
    case Threshold::Of::mean:
      value = static_cast<double>(results.latency.mean_us);
      break;
    case Threshold::Of::rate:
      value = std::stod(results.rate.to_string());  // a rate is no amount
      actual = fmt::format("{:.1f} a second", value);
      return value;
    case Threshold::Of::errors:
      value = static_cast<double>(errors_of(results));
      actual = std::to_string(errors_of(results));
      return value;
    case Threshold::Of::error_share: {
      const std::uint64_t all = results.ended.all() + results.never_sent;
      value = all == 0 ? 0 : 100.0 * static_cast<double>(errors_of(results)) / static_cast<double>(all);
      actual = fmt::format("{:.3f}%", value);
      return value;
    }
  }
  actual = time_text(value);
  return value;
}

std::uint64_t wrong_replies(const LoadResults &results) {
  std::uint64_t count = 0;
  for (const results::LoadFinding &finding : results.findings)
    if (finding.kind != "audit") count += finding.count;
  return count;
}

std::string why_void(const LoadResults &results) {
  if (results.ended.right == 0) return "no right reply came in the measured time";
  if (results.max_lag_us == 0 || results.lag.count == 0) return "";
  const std::int64_t lag = to_histogram(results.lag).at(lag_percentile);
  if (lag <= results.max_lag_us) return "";
  return fmt::format(
      "the generator fell behind: p99 of the send lag is {}, above {}; use more threads or a machine with less to do",
      time_text(static_cast<double>(lag)), time_text(static_cast<double>(results.max_lag_us)));
}

std::string broken_headline(const LoadResults &results, std::uint64_t wrong, std::size_t broken) {
  std::string out;
  const auto add = [&out](const std::string &text) { out += (out.empty() ? "" : ", ") + text; };
  if (results.audit.astray > 0)
    add(fmt::format("the books of {} of {} {} do not close", results.audit.astray, results.audit.actors,
                    actors_in_words(results)));
  if (wrong > 0) add(fmt::format("{} wrong repl{}", wrong, wrong == 1 ? "y" : "ies"));
  if (broken > 0) add(fmt::format("{} of {} thresholds broken", broken, results.thresholds.size()));
  return "broken: " + out;
}

}  // namespace

void judge(LoadResults &results, const std::vector<Threshold> &thresholds) {
  results.thresholds.clear();
  const double seconds = std::max(static_cast<double>(results.measured_ms) / 1e3, 1e-3);
  const double rate = static_cast<double>(results.ended.right) / seconds;
  results.rate = wire::Decimal::from_units(static_cast<std::int64_t>(std::llround(rate * 10)), 1);
  std::size_t broken = 0;
  for (const Threshold &threshold : thresholds) {
    results::LoadThreshold &row = results.thresholds.emplace_back();
    row.text = threshold.text;
    row.holds = threshold.holds(value_of(threshold, results, row.actual));
    if (!row.holds) ++broken;
  }
  results.void_reason = why_void(results);
  const std::uint64_t wrong = wrong_replies(results);
  if (results.audit.astray > 0 || wrong > 0 || (broken > 0 && results.void_reason.empty())) {
    results.verdict = LoadVerdict::broken;
    results.headline = broken_headline(results, wrong, results.void_reason.empty() ? broken : 0);
  } else if (!results.void_reason.empty()) {
    results.verdict = LoadVerdict::incomplete;
    results.headline = "void: " + results.void_reason;
  } else if (results.audit.undecided > 0) {
    results.verdict = LoadVerdict::incomplete;
    results.headline = fmt::format("incomplete: {} of {} {} could not be audited", results.audit.undecided,
                                   results.audit.actors, actors_in_words(results));
  } else {
    results.verdict = LoadVerdict::held;
    results.headline = fmt::format("right: {} right replies a second, the books of {} {} close",
                                   results.rate.to_string(1), results.audit.actors, actors_in_words(results));
  }
}

}  // namespace pitboss::traffic
