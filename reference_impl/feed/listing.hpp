#pragma once

#include <functional>

#include "reference_impl/feed/record.hpp"
#include "reference_impl/feed/sealed.hpp"
#include "reference_impl/http/query.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::feed {

/// Where a page begins: after a row, after so many rows more.
struct Position {
  std::int64_t after_seq = 0;
  std::int64_t skip = 0;
  std::int64_t page = 1;  ///< its number, from 1
};

/// Which rows a list is to return. Absent filters let everything through.
struct ListRequest {
  Kind kind = Kind::customers;
  std::optional<std::string> customer_id;
  std::optional<std::string> affiliate_id;              ///< customers
  std::optional<wire::TimePoint> modified_since;        ///< customers; included
  std::optional<std::string> transaction_type, status;  ///< transactions
  std::optional<std::string> game_type;                 ///< activity
  std::optional<wire::TimePoint> date_from, date_to;    ///< transactions, activity; included
  std::int64_t per_page = 50;
  Position position;
};

/// A row with its number.
struct Row {
  std::int64_t seq = 0;
  Record record;
};

struct Page {
  std::vector<Row> rows;
  std::int64_t total = 0;  ///< rows of the filter, on all pages
  bool more = false;       ///< rows follow
};

/// How lists are asked for and cut into pages (feed.md, Calls and rules 8 and 10). A fault or variant replaces a
/// member; what reads throws Refusal (422).
struct FeedListing {
  /// The filters that the call has; others are ignored.
  std::function<void(const FeedListing &, const http::Query &, ListRequest &)> read_filters;
  /// A date or a date-time as the first instant of a range.
  std::function<wire::TimePoint(std::string_view field, const std::string &text)> first_instant;
  /// A date or a date-time as the last instant of a range: of a date, the end of its day in UTC.
  std::function<wire::TimePoint(std::string_view field, const std::string &text)> last_instant;
  std::function<std::int64_t(const std::optional<std::string> &text)> per_page;
  /// The begin of page `text`, from 1.
  std::function<Position(const std::optional<std::string> &text, std::int64_t per_page)> page;
  /// What a cursor that was given out says. `fingerprint` tells the filters of the list.
  std::function<Position(const std::string &cursor, const std::string &fingerprint, const Seal &)> read_cursor;
  /// The cursor that continues after the page; nullopt where nothing follows.
  std::function<std::optional<std::string>(const ListRequest &, const Page &, const Seal &)> next_cursor;
  /// What is left of the page that was found.
  std::function<Page(const ListRequest &, Page)> finish;

  /// The listing of the contract.
  FeedListing();
};

ListRequest read_list_request(const FeedListing &listing, Kind kind, const http::Query &query, const Seal &cursors);

}  // namespace pitboss::reference::feed
