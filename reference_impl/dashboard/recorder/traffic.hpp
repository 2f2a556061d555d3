#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::dashboard {

/// Counts what happens in each second. Percentiles are of all exchanges of the second, up to a bound.
class Traffic {
 public:
  void add(const std::string &contract, int status, std::int64_t took_us);
  /// Ends a second at `at`, and begins the next one. Returns the tick of what ended.
  const wire::Json &tick(wire::TimePoint at);
  /// The last ticks, oldest first.
  [[nodiscard]] wire::Json last(std::size_t seconds) const;

  static constexpr std::size_t most_ticks = 3'600;

 private:
  static constexpr std::size_t most_times = 100'000;  ///< that a second's percentiles are of

  std::size_t requests_ = 0;
  std::map<std::string, std::size_t> by_contract_, by_status_;
  std::vector<std::int64_t> times_us_;
  std::deque<wire::Json> ticks_;
};

}  // namespace pitboss::reference::dashboard
