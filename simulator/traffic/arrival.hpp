#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/traffic/random.hpp"

namespace pitboss::traffic {

using Nanoseconds = std::chrono::nanoseconds;

/// A stretch of an open-loop run: the rate goes from `from` to `to` in a straight line.
struct Phase {
  Nanoseconds length{};
  double from = 0;  ///< requests a second
  double to = 0;

  bool operator==(const Phase &) const = default;
};

enum class Arrival {
  constant,  ///< evenly spaced
  poisson,   ///< exponential gaps, as independent players arrive
};

/// The part of all arrivals that one thread or shard sends: the parts `0` to `of - 1` together are all of them, and no
/// arrival is in two.
struct Part {
  std::uint32_t index = 0;
  std::uint32_t of = 1;
};

/// The send times of an open loop, fixed beforehand by phases, seed and part and never by what the target does.
class Schedule {
 public:
  Schedule(std::vector<Phase> phases, Arrival arrival, std::uint64_t seed, Part part);

  /// The next send time after the start of the run; nullopt after the last phase. Non-decreasing.
  std::optional<Nanoseconds> next();

 private:
  [[nodiscard]] double gap();
  [[nodiscard]] double length_of(const Phase &phase) const;

  std::vector<Phase> phases_;
  Arrival arrival_;
  Random random_;
  Part part_;
  std::size_t phase_ = 0;
  double phase_began_ = 0;   // seconds
  double before_phase_ = 0;  // arrivals that are due when the phase begins
  double due_;               // the arrival that comes next, counted from the start of the run
};

}  // namespace pitboss::traffic
