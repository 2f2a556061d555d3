#pragma once

#include "simulator/referee/opinion.hpp"

namespace pitboss::referee {

/// Gathers the waits before the retries of operations, and says whether they grow.
class BackOff {
 public:
  explicit BackOff(const journal::Journal &journal) : journal_(journal) {}

  /// The tries of one operation, in order. Waits count only where the client knew when the former try had failed.
  void add(const std::vector<std::size_t> &tries);
  void judge(Opinions &opinions) const;

 private:
  const journal::Journal &journal_;
  std::size_t operations_ = 0;  ///< with three waits or more
  std::chrono::microseconds first_{0}, last_{0};
  std::vector<std::size_t> example_;
};

}  // namespace pitboss::referee
