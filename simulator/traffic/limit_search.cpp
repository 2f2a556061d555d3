#include "simulator/traffic/limit_search.hpp"

#include <algorithm>

namespace pitboss::traffic {
namespace {

constexpr std::int64_t precision = 20;             // the distance may be a twentieth
constexpr std::int64_t highest_rate = 10'000'000;  // that a run takes

}  // namespace

std::optional<std::int64_t> LimitSearch::next() const {
  if (!broke_) {
    if (held_ >= highest_rate) return std::nullopt;
    return held_ == 0 ? first_ : std::min(held_ * 2, highest_rate);
  }
  if (held_ == 0) return *broke_ > 1 ? std::optional(*broke_ / 2) : std::nullopt;
  if (*broke_ - held_ <= std::max<std::int64_t>(1, held_ / precision)) return std::nullopt;
  return held_ + (*broke_ - held_) / 2;
}

void LimitSearch::tell(std::int64_t rate, bool holds) {
  if (holds) {
    held_ = std::max(held_, rate);
  } else {
    broke_ = std::min(broke_.value_or(rate), rate);
  }
}

}  // namespace pitboss::traffic
