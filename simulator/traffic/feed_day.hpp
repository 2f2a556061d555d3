#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "simulator/traffic/feed_book.hpp"

namespace pitboss::traffic {

/// A push of records that has to be refused, and why: one record of it is damaged.
struct FeedDamage {
  FeedKind kind = FeedKind::customer;
  const char *field = "";  ///< of one record; empty: there are too many records
  wire::Json value;        ///< that it gets; null with `left_out`: none
  bool left_out = false;
  bool names_field = true;       ///< the body of the refusal has to name the field (feed.md, rule 1)
  const char *what = "";         ///< "without a currency"
  const char *requirement = "";  ///< id in the catalogue
};
const std::vector<FeedDamage> &feed_damages();

/// One push of a stream.
struct FeedPush {
  FeedKind kind = FeedKind::customer;
  std::vector<FeedRecordRef> records;
  const FeedDamage *damage = nullptr;  ///< null: it has to be accepted
  std::uint32_t number = 0;            ///< of the stream, from 1
  bool is_retry = false;               ///< it was accepted already
  std::string about;                   ///< "day close"
};

/// Makes up an operator's days, hour by hour: registrations, transactions with each customer's first-time deposit
/// before all others, status changes, the day's activity so far, and at the end of the day all of it in bulk. All
/// choices come from the seed and the stream; what the target answers changes none.
class FeedDay {
 public:
  FeedDay(const FeedSetup &setup, std::size_t stream);

  /// The pushes of the next hour, in order. `favoured`: a customer whom transactions shall reach, as far as he is
  /// there.
  void next_hour(FeedBook &book, std::optional<std::uint32_t> favoured, std::deque<FeedPush> &pushes);
  [[nodiscard]] Random &random() { return random_; }

 private:
  std::uint32_t between(Range range) { return range.first + random_.below(range.second - range.first + 1); }
  FeedPush push(FeedKind kind, const char *about);
  void add(FeedBook &book, FeedPush &push, FeedRow row) { push.records.push_back(book.next_version(row, push.number)); }
  void register_customers(FeedBook &book, std::deque<FeedPush> &pushes);
  void change_customers(FeedBook &book, std::deque<FeedPush> &pushes);
  void transact(FeedBook &book, std::optional<std::uint32_t> favoured, std::deque<FeedPush> &pushes);
  void change_statuses(FeedBook &book, std::deque<FeedPush> &pushes);
  void report_activity(FeedBook &book, bool closes_day, std::deque<FeedPush> &pushes);
  void violate(FeedBook &book, std::deque<FeedPush> &pushes);
  void add_rows(FeedBook &book, FeedPush &push, std::size_t count);

  const FeedSetup *setup_;
  Random random_;
  std::uint32_t pushes_ = 0;
  std::uint32_t hour_ = 0, day_ = 0;
  std::vector<FeedRow> open_;     // transactions whose status changes later
  std::set<ActivityKey> played_;  // today
};

}  // namespace pitboss::traffic
