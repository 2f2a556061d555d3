#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "schemas/wire/time.hpp"

namespace pitboss::reference::onboarding {

/// Looks for 60 seconds of a partner's traffic at 10 requests a second, all of them good: 60 whole seconds with at
/// least 600 requests, of which each ten seconds have at least 90 (a client that paces itself does so by another
/// clock).
class SteadyTraffic {
 public:
  static constexpr std::size_t seconds = 60, requests = 600, slice = 10, requests_in_slice = 90;

  /// An exchange that ended at `at`. True when the stretch before it is such: 60 seconds, without what failed.
  bool see(wire::TimePoint at, std::uint64_t exchange, bool good);
  /// What was seen until now does not count.
  void begin_anew();

  /// The first and the last exchange of the stretch that see() found.
  [[nodiscard]] std::vector<std::uint64_t> evidence() const { return evidence_; }

 private:
  struct Second {
    std::int64_t number = -1;  // since 1970
    std::size_t requests = 0;
    std::uint64_t first = 0, last = 0;  // exchanges
  };

  [[nodiscard]] const Second *of(std::int64_t number) const;
  bool is_steady_before(std::int64_t now);

  std::array<Second, seconds + 1> ring_{};
  std::int64_t newest_ = -1;
  std::vector<std::uint64_t> evidence_;
};

}  // namespace pitboss::reference::onboarding
