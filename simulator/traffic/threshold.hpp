#pragma once

#include <string>
#include <string_view>

namespace pitboss::traffic {

/// What a run must hold, as users write it: "p99<50ms", "rate>=2000", "errors==0".
struct Threshold {
  enum class Of { percentile, max, mean, rate, errors, error_share } of = Of::percentile;
  enum class Is { less, at_most, more, at_least, equal } is = Is::less;
  double percentile = 0;  ///< of `percentile`: 99.9
  double limit = 0;       ///< microseconds, requests a second, number of errors, or percent of the requests
  std::string text;       ///< as it was written

  [[nodiscard]] bool holds(double value) const;
};

/// Left: p50 to p100 with decimals, max or mean (of the latency from the intended send time, with ms, us or s), rate
/// (right replies a second), errors (number), error_share (with %). Throws std::invalid_argument with what is wrong
/// and what was expected.
Threshold parse_threshold(std::string_view text);

}  // namespace pitboss::traffic
