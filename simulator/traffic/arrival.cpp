#include "simulator/traffic/arrival.hpp"

#include <cmath>

namespace pitboss::traffic {
namespace {

constexpr double nanoseconds_a_second = 1e9;

/// When `count` arrivals are due after the beginning of the phase, in seconds: the inverse of the integral of a rate
/// that goes from a to b in `length`. Precondition: the phase holds that many.
double time_of(double count, double a, double b, double length) {
  if (count <= 0) return 0;  // also where the rate begins with nothing, and a + root would be 0
  const double slope = (b - a) / length;
  if (std::abs(slope) < 1e-12) return count / a;
  const double root = std::sqrt(std::max(0.0, a * a + 2 * slope * count));
  return 2 * count / (a + root);  // the form of the quadratic formula that loses no digits
}

}  // namespace

Schedule::Schedule(std::vector<Phase> phases, Arrival arrival, std::uint64_t seed, Part part)
    : phases_(std::move(phases)),
      arrival_(arrival),
      random_(seed, part.index),
      part_(part),
      due_(arrival == Arrival::constant ? static_cast<double>(part.index) : gap()) {}

double Schedule::gap() {
  if (arrival_ == Arrival::constant) return part_.of;
  const double uniform = (static_cast<double>(random_.next()) + 0.5) / 4294967296.0;  // never 0 or 1
  return -std::log(uniform) * static_cast<double>(part_.of);
}

double Schedule::length_of(const Phase &phase) const {
  return static_cast<double>(phase.length.count()) / nanoseconds_a_second;
}

std::optional<Nanoseconds> Schedule::next() {
  while (phase_ < phases_.size()) {
    const Phase &phase = phases_[phase_];
    const double length = length_of(phase);
    const double in_phase = (phase.from + phase.to) / 2 * length;
    if (due_ - before_phase_ < in_phase) {
      const double at = phase_began_ + time_of(due_ - before_phase_, phase.from, phase.to, length);
      due_ += gap();
      return Nanoseconds(static_cast<std::int64_t>(at * nanoseconds_a_second));
    }
    before_phase_ += in_phase;
    phase_began_ += length;
    ++phase_;
  }
  return std::nullopt;
}

}  // namespace pitboss::traffic
