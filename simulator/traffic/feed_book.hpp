#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulator/traffic/feed_records.hpp"

namespace pitboss::traffic {

/// A record of a push: the row and how it was then.
struct FeedRecordRef {
  FeedRow row;
  FeedVersion version;
};

/// How a push ended.
enum class PushEnd { accepted, refused, unknown };

/// The rows of one stream as the contract wants a platform to keep them: one under each key, whole as it was accepted
/// last (feed.md, rules 3 to 5). It is model::RecordBook with versions instead of records, so that a run of millions of
/// records fits into memory (tests/unit/traffic/feed_book_test.cpp plays one against the other).
class FeedBook {
 public:
  FeedBook(const FeedSetup &setup, std::size_t stream) : records_(setup, stream) {}

  /// A new row, and the version of its next push. What is only drawn is not there yet.
  FeedRow new_customer();
  /// `in_order`: it will be accepted; the first such one is the customer's first-time deposit.
  FeedRow new_transaction(std::uint32_t customer, std::uint32_t day, bool in_order = true);
  FeedRow activity(const ActivityKey &key);  ///< new, or the one that is known
  FeedRecordRef next_version(FeedRow row, std::uint32_t push);

  /// What came of a push.
  void end(const std::vector<FeedRecordRef> &records, PushEnd end);
  /// It was sent more than once, and one of the requests may arrive late: its rows are pushed no more.
  void freeze(const std::vector<FeedRecordRef> &records);

  [[nodiscard]] wire::Json record(const FeedRecordRef &ref) const;
  /// As it was accepted last. Precondition: is_there.
  [[nodiscard]] wire::Json record(FeedRow row) const { return record({row, state(row).accepted}); }
  [[nodiscard]] bool is_there(FeedRow row) const { return state(row).accepted.version > 0; }
  [[nodiscard]] bool is_frozen(FeedRow row) const { return state(row).frozen; }
  /// A push without a reply may have made it what it is not by the books.
  [[nodiscard]] bool is_undecided(FeedRow row) const { return undecided_.contains(row); }

  [[nodiscard]] std::uint32_t customers() const { return static_cast<std::uint32_t>(rows_[0].size()); }
  [[nodiscard]] std::uint32_t count(FeedKind kind) const;  ///< that are there
  /// The rows of a kind that are of a customer, whether they are there or only drawn.
  [[nodiscard]] std::vector<FeedRow> rows_of(FeedKind kind, std::uint32_t customer) const;
  [[nodiscard]] const TransactionKey &transaction(std::uint32_t index) const { return transactions_[index]; }
  /// The row that a listed one shows; nullopt where it is none of this stream, or was never even drawn.
  [[nodiscard]] std::optional<FeedRow> row_in(FeedKind kind, const wire::Json &listed) const;
  /// Which customer's it is.
  [[nodiscard]] std::uint32_t customer_of(FeedRow row) const;
  /// The pushes that had the row, in words.
  [[nodiscard]] std::string history(FeedRow row) const;
  [[nodiscard]] std::string name(FeedRow row) const;
  [[nodiscard]] const FeedRecords &records() const { return records_; }

 private:
  struct State {
    std::uint32_t drawn = 0;  ///< newest version
    bool frozen = false;
    FeedVersion accepted;
  };
  struct Touch {
    FeedRecordRef ref;
    PushEnd end = PushEnd::unknown;
  };
  static constexpr std::size_t touches_kept = 200'000;

  State &state(FeedRow row) { return rows_[static_cast<std::size_t>(row.kind)][row.index]; }
  [[nodiscard]] const State &state(FeedRow row) const { return rows_[static_cast<std::size_t>(row.kind)][row.index]; }

  FeedRecords records_;
  std::vector<State> rows_[feed_kinds];
  std::vector<TransactionKey> transactions_;
  std::vector<ActivityKey> activities_;
  std::map<ActivityKey, std::uint32_t> activity_index_;
  std::vector<std::vector<std::uint32_t>> of_customer_[feed_kinds];  // transactions and activity by customer
  std::vector<bool> has_deposited_;                                  // by customer
  std::set<FeedRow> undecided_;
  std::deque<Touch> touches_;
};

}  // namespace pitboss::traffic
