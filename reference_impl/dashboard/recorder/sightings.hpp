#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "reference_impl/dashboard/recorder/seen.hpp"
#include "reference_impl/wallet/state.hpp"

namespace pitboss::reference::dashboard {

/// When the transactions of the wallet were first answered with success: the wallet itself keeps no times. The last
/// ones are known, up to a bound.
class Sightings : public ExchangeListener {
 public:
  explicit Sightings(std::size_t most = 50'000) : most_(most) {}

  void exchanged(const Seen &seen) override;
  [[nodiscard]] std::optional<wire::TimePoint> of(const wallet::TransactionKey &key) const;

 private:
  const std::size_t most_;
  std::unordered_map<std::string, wire::TimePoint> times_;
  std::deque<std::string> order_;  ///< the keys, oldest first
};

}  // namespace pitboss::reference::dashboard
