#include "reference_impl/onboarding/steady_traffic.hpp"

#include <algorithm>
#include <utility>

namespace pitboss::reference::onboarding {

bool SteadyTraffic::see(wire::TimePoint at, std::uint64_t exchange, bool good) {
  if (!good) {
    begin_anew();
    return false;
  }
  const std::int64_t now = std::max(newest_, std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  Second &second = ring_.at(static_cast<std::size_t>(now) % ring_.size());
  if (second.number != now) second = {.number = now, .requests = 0, .first = exchange, .last = exchange};
  ++second.requests;
  second.last = exchange;
  return std::exchange(newest_, now) != now && is_steady_before(now);
}

void SteadyTraffic::begin_anew() {
  ring_.fill({});
  newest_ = -1;
}

const SteadyTraffic::Second *SteadyTraffic::of(std::int64_t number) const {
  if (number < 0) return nullptr;
  const Second &second = ring_.at(static_cast<std::size_t>(number) % ring_.size());
  return second.number == number ? &second : nullptr;
}

bool SteadyTraffic::is_steady_before(std::int64_t now) {
  std::size_t in_all = 0, in_slice = 0;
  std::vector<std::uint64_t> ends;
  const auto begin = now - static_cast<std::int64_t>(seconds);
  for (std::int64_t number = begin; number < now; ++number) {
    if (const Second *second = of(number)) {
      in_slice += second->requests;
      if (ends.empty()) ends.push_back(second->first);
      ends.resize(1);
      ends.push_back(second->last);
    }
    if ((number - begin + 1) % static_cast<std::int64_t>(slice) != 0) continue;
    if (in_slice < requests_in_slice) return false;
    in_all += std::exchange(in_slice, 0);
  }
  if (in_all < requests) return false;
  evidence_ = std::move(ends);
  return true;
}

}  // namespace pitboss::reference::onboarding
