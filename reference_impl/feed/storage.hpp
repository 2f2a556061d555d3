#pragma once

#include <functional>
#include <variant>

#include "reference_impl/feed/listing.hpp"
#include "reference_impl/feed/replies.hpp"
#include "reference_impl/feed/rules.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace pitboss::reference::feed {

/// What became of a push: counts, or what is wrong with it.
using PushOutcome = std::variant<Counts, Faults>;

/// A key of FeedRules as the tables hold it. PostgreSQL has no room in an index for one of more than some 2,700 bytes,
/// and needs three for some: what is longer than 800 is cut, and a digest of the whole put behind, so that it is longer
/// than any that is kept as it is.
std::string stored_key(std::string key);

/// Units of work on the feed's tables (sql/migrate_1.sql). A fault replaces a member.
struct FeedStorage {
  /// Looks at all records first; stores all of them, or none.
  std::function<PushOutcome(const FeedStorage &, store::SqlTransaction &, const FeedRules &, Kind,
                            const std::vector<Record> &, wire::TimePoint arrival)>
      push;
  /// What the rules find wrong with the records, one after the other.
  std::function<Faults(store::SqlTransaction &, const FeedRules &, Kind, const std::vector<Record> &)> check;
  /// Stores them in their order, so that of two with one key the last one stays.
  std::function<Counts(store::SqlTransaction &, const FeedRules &, Kind, const std::vector<Record> &,
                       wire::TimePoint arrival)>
      save;
  std::function<Page(store::SqlTransaction &, const ListRequest &)> list;

  FeedStorage();
};

}  // namespace pitboss::reference::feed
