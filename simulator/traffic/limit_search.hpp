#pragma once

#include <cstdint>
#include <optional>

namespace pitboss::traffic {

/// Looks for the highest rate that holds: doubles until one breaks, then halves the distance between the highest that
/// held and the lowest that broke, until they lie within a twentieth.
class LimitSearch {
 public:
  /// `first`: where to begin, requests a second, 1 or more.
  explicit LimitSearch(std::int64_t first) : first_(first) {}

  /// The rate to try next; nullopt where the limit is found, or not even 1 a second holds.
  [[nodiscard]] std::optional<std::int64_t> next() const;
  /// What came of it.
  void tell(std::int64_t rate, bool holds);

  [[nodiscard]] std::int64_t held() const { return held_; }                          ///< the highest that held; 0: none
  [[nodiscard]] const std::optional<std::int64_t> &broke() const { return broke_; }  ///< the lowest that broke

 private:
  std::int64_t first_;
  std::int64_t held_ = 0;
  std::optional<std::int64_t> broke_;
};

}  // namespace pitboss::traffic
