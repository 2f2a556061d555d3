#include "simulator/traffic/measurable.hpp"

namespace pitboss::traffic {

bool is_measurable(const wire::Decimal &value) {
  static const wire::Decimal most = wire::Decimal::from_units(wire::Int128{10'000'000'000'000'000} * 1'000'000, 0);
  return value.places() <= 12 && value < most && value > -most;
}

}  // namespace pitboss::traffic
