#pragma once

#include "simulator/traffic/feed_book.hpp"

namespace pitboss::traffic {

/// Rows and money of a stream, exactly: by the books, or by what the target lists.
struct FeedSums {
  std::uint64_t customers = 0, transactions = 0, activity = 0, first_deposits = 0;
  wire::Decimal first_deposit_amount, deposits, withdrawals, bonuses, adjustments, ggr, ngr;

  void add(const FeedBook &book, FeedRow row, const wire::Json &record);
  void add(const FeedSums &other);
};

}  // namespace pitboss::traffic
