#include "simulator/traffic/weighted.hpp"

#include <algorithm>

namespace pitboss::traffic {

using wire::Decimal;

Weighted::Weighted(std::vector<Item> items) : items_(std::move(items)) {
  for (const Item &item : items_) ends_.push_back(total_ += item.weight);
}

const Decimal &Weighted::draw(Random &random) const {
  const auto end = std::upper_bound(ends_.begin(), ends_.end(), random.below(total_));
  return items_[static_cast<std::size_t>(end - ends_.begin())].value;
}

Decimal Weighted::sum() const {
  Decimal sum;
  for (const Item &item : items_) sum += item.value * Decimal(static_cast<std::int64_t>(item.weight));
  return sum;
}

}  // namespace pitboss::traffic
