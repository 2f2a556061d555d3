#pragma once

#include <vector>

#include "schemas/wire/decimal.hpp"
#include "simulator/traffic/random.hpp"

namespace pitboss::traffic {

/// Values that are drawn by their weights.
class Weighted {
 public:
  struct Item {
    wire::Decimal value;
    std::uint32_t weight = 1;
  };

  Weighted() = default;
  explicit Weighted(std::vector<Item> items);

  [[nodiscard]] const wire::Decimal &draw(Random &random) const;
  [[nodiscard]] const std::vector<Item> &items() const { return items_; }
  /// The sum of the weights, and of values times weights: exact.
  [[nodiscard]] wire::Decimal weights() const { return wire::Decimal(static_cast<std::int64_t>(total_)); }
  [[nodiscard]] wire::Decimal sum() const;

 private:
  std::vector<Item> items_;
  std::vector<std::uint32_t> ends_;  // cumulative
  std::uint32_t total_ = 0;
};

}  // namespace pitboss::traffic
