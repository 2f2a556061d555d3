#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/decimal.hpp"

namespace pitboss::model {

/// One metric of a movement.
struct MetricUpdate {
  std::string code;
  bool absolute = false;  ///< replaces the balance; else it is added to it
  wire::Decimal value;
  bool operator==(const MetricUpdate &) const = default;
};

/// A movement of one player that was recorded.
struct Movement {
  std::vector<MetricUpdate> metrics;
  std::optional<std::string> request_id;
  std::string payload;  ///< the request body as sent
};

/// Balance of each metric that was moved.
using Balances = std::map<std::string, wire::Decimal>;

/// The balances after one more movement (movements.md, rule 3): absolute replaces, relative adds to 0 or what is there.
void apply(Balances &balances, const std::vector<MetricUpdate> &metrics);

/// One player as the contract wants a platform to know it.
class PlayerBook {
 public:
  /// Whether a movement with this request ID is a duplicate (movements.md, rule 6).
  [[nodiscard]] bool is_duplicate(const std::optional<std::string> &request_id) const;
  void record(Movement movement);

  /// In the order of application.
  [[nodiscard]] const std::vector<Movement> &movements() const { return movements_; }
  /// The fold of the movements (movements.md, rule 9).
  [[nodiscard]] Balances balances() const;

 private:
  std::vector<Movement> movements_;
};

}  // namespace pitboss::model
