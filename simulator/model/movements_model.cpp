#include "simulator/model/movements_model.hpp"

#include <algorithm>

namespace pitboss::model {

void apply(Balances &balances, const std::vector<MetricUpdate> &metrics) {
  for (const MetricUpdate &metric : metrics) {
    wire::Decimal &balance = balances[metric.code];
    balance = metric.absolute ? metric.value : balance + metric.value;
  }
}

bool PlayerBook::is_duplicate(const std::optional<std::string> &request_id) const {
  return request_id && std::any_of(movements_.begin(), movements_.end(),
                                   [&](const Movement &one) { return one.request_id == request_id; });
}

void PlayerBook::record(Movement movement) {
  movements_.push_back(std::move(movement));
}

Balances PlayerBook::balances() const {
  Balances balances;
  for (const Movement &movement : movements_) apply(balances, movement.metrics);
  return balances;
}

}  // namespace pitboss::model
