#pragma once

#include <functional>
#include <optional>

#include "reference_impl/feed/record.hpp"
#include "schemas/wire/decimal.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::feed {

/// Who exists, as the rules ask.
struct Known {
  std::function<bool(const std::string &customer_id)> customer;
  std::function<bool(const std::string &affiliate_id)> affiliate;
};

/// What is done with records of the right form (feed.md, rules 3 to 7 and 10): pure functions. A fault or variant
/// replaces a member.
struct FeedRules {
  /// Under what a record is stored: the same key, the same row.
  std::function<std::string(Kind, const Record &)> key;
  /// The fields of a record contradict each other (rule 7).
  std::function<Faults(const FeedRules &, Kind, const Record &, std::size_t index)> check_sums;
  /// Whom a record names exists (rule 6; Records, Customer).
  std::function<Faults(Kind, const Record &, std::size_t index, const Known &)> check_references;
  /// What is stored under a key where a record comes for it.
  std::function<Record(Kind, const std::optional<Record> &former, const Record &sent)> replace;
  /// When a customer was changed (rule 10).
  std::function<wire::TimePoint(const Record &, wire::TimePoint arrival)> modified_at;
  /// Gross gaming revenue.
  std::function<wire::Decimal(const wire::Decimal &total_bets, const wire::Decimal &wins)> ggr;
  /// What a list returns of a stored record: with the GGR that was not given (rule 7).
  std::function<Record(const FeedRules &, Kind, Record)> to_row;

  /// The rules of the contract.
  FeedRules();
};

}  // namespace pitboss::reference::feed
