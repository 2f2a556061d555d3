#include "simulator/traffic/histogram_log.hpp"

#include <fmt/format.h>

namespace pitboss::traffic {
namespace {

/// Times are seconds with three decimals, the maximum is in milliseconds.
std::string line(const std::string &tag, std::int64_t begin_ms, std::int64_t length_ms, std::int64_t max_us,
                 const std::string &histogram) {
  return fmt::format("{}{}.{:03},{}.{:03},{}.{:03},{}\n", tag, begin_ms / 1000, begin_ms % 1000, length_ms / 1000,
                     length_ms % 1000, max_us / 1000, max_us % 1000, histogram);
}

}  // namespace

std::string histogram_log(const results::LoadResults &results) {
  const std::int64_t start_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(results.started_at.time_since_epoch()).count() +
      results.warm_up_ms;
  std::string out = "#[Logged with pitboss " + results.version + "]\n#[Histogram log format version 1.3]\n";
  out += fmt::format("#[StartTime: {}.{:03} (seconds since epoch), {}]\n", start_ms / 1000, start_ms % 1000,
                     wire::to_iso8601(results.started_at));
  out += R"("StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram")"
         "\n";
  out += line("", 0, results.measured_ms, results.latency.max_us, results.latency.histogram);
  std::int64_t begin = 0;
  for (const results::LoadInterval &interval : results.timeline) {
    if (!interval.histogram.empty())
      out += line("Tag=interval,", begin, results.interval_ms, interval.max_us, interval.histogram);
    begin += results.interval_ms;
  }
  return out;
}

}  // namespace pitboss::traffic
