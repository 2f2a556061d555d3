#pragma once

#include <cstdint>
#include <pcg_random.hpp>

namespace pitboss::traffic {

/// A share of all, in parts per million: 25'000 is 2.5 percent.
using PartsPerMillion = std::uint32_t;
inline constexpr PartsPerMillion whole = 1'000'000;

/// Deterministic random numbers (PCG, O'Neill 2014): the same seed and stream give the same sequence everywhere, and
/// two streams of one seed have nothing to do with each other. Not safe across threads.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) : engine_(seed, stream) {}

  std::uint32_t next() { return engine_(); }
  /// 0 to `bound` - 1, all alike. Precondition: bound > 0.
  std::uint32_t below(std::uint32_t bound) { return engine_(bound); }
  /// True in `share` of the draws.
  bool happens(PartsPerMillion share) { return share != 0 && below(whole) < share; }

 private:
  pcg32 engine_;
};

}  // namespace pitboss::traffic
