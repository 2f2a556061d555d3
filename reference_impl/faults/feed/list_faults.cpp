#include <algorithm>
#include <cctype>
#include <charconv>

#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Json;

/// Changes the filters of a list after they were read.
auto filtering(const std::function<void(ListRequest &)> &change) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.listing.read_filters,
         [=](const auto &inner, const FeedListing &listing, const http::Query &query, ListRequest &request) {
           inner(listing, query, request);
           change(request);
         });
  };
}

/// Customers whose id begins with what is asked for.
void customer_filter_by_beginning(Behaviour &behaviour) {
  wrap(behaviour.feed.storage.list, [](const auto &inner, store::SqlTransaction &sql, const ListRequest &request) {
    if (request.kind != Kind::customers || !request.customer_id) return inner(sql, request);
    ListRequest all = request;
    all.customer_id.reset();
    all.position = {};
    all.per_page = 1'000'000;
    Page page = inner(sql, all);
    std::erase_if(page.rows, [&](const Row &row) {
      return !text_of(row.record, "customer_id").starts_with(*request.customer_id);
    });
    page.total = static_cast<std::int64_t>(page.rows.size());
    std::erase_if(page.rows, [&](const Row &row) { return row.seq <= request.position.after_seq; });
    const auto skipped = std::min<std::int64_t>(request.position.skip, page.total);
    page.rows.erase(page.rows.begin(), page.rows.begin() + skipped);
    page.more = static_cast<std::int64_t>(page.rows.size()) > request.per_page;
    if (page.more) page.rows.resize(static_cast<std::size_t>(request.per_page));
    return page;
  });
}

void customer_filter_without_signs(Behaviour &behaviour) {
  filtering([](ListRequest &request) {
    const auto is_sign = [](unsigned char c) { return std::isalnum(c) == 0 && c != '-'; };
    std::optional<std::string> &id = request.customer_id;
    if (id && std::any_of(id->begin(), id->end(), is_sign)) id->push_back('?');
  })(behaviour);
}

void bad_dates_ignored(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.first_instant, [](const auto &inner, std::string_view field, const std::string &text) {
    try {
      return inner(field, text);
    } catch (const Refusal &) {
      return wire::TimePoint{};
    }
  });
  wrap(behaviour.feed.listing.last_instant, [](const auto &inner, std::string_view field, const std::string &text) {
    try {
      return inner(field, text);
    } catch (const Refusal &) {
      return wire::TimePoint::max();
    }
  });
}

void next_cursor_only_where_rows_follow(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.page, [](const auto &inner, const ListRequest &request, const Page &page,
                                       wire::JsonArray rows, const std::optional<std::string> &next) {
    Json reply = inner(request, page, std::move(rows), next);
    Json meta = *reply.find("meta");
    if (!next) std::erase_if(*meta.object(), [](const auto &member) { return member.first == "next_cursor"; });
    reply.set("meta", std::move(meta));
    return reply;
  });
}

void total_of_the_page(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.page, [](const auto &inner, const ListRequest &request, Page page, wire::JsonArray rows,
                                       const std::optional<std::string> &next) {
    page.total = static_cast<std::int64_t>(rows.size());
    return inner(request, page, std::move(rows), next);
  });
}

void hundred_rows_by_default(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.per_page, [](const auto &inner, const std::optional<std::string> &text) {
    return text ? inner(text) : std::int64_t{100};
  });
}

void pages_of_at_least_25(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.per_page, [](const auto &inner, const std::optional<std::string> &text) {
    return std::max(inner(text), std::int64_t{25});
  });
}

void pages_of_any_size(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.per_page, [](const auto &inner, const std::optional<std::string> &text) {
    std::int64_t number = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), number);
    return number > 500 ? number : inner(text);
  });
}

/// Of pages of the size that people ask for.
void row_after_a_page_skipped(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.next_cursor,
       [](const auto &inner, const ListRequest &request, Page page, const Seal &seal) {
         if (page.rows.size() == 10) ++page.rows.back().seq;
         return inner(request, page, seal);
       });
}

/// How many rows of a list came before a page; its cursors hold that in the place of the last row's number.
std::int64_t offset_of(const ListRequest &request) {
  return request.position.after_seq + request.position.skip;
}

/// The newest row first, and cursors that are offsets: rows that arrive push the former ones over the border of a page.
void cursors_as_offsets(Behaviour &behaviour) {
  wrap(behaviour.feed.storage.list, [](const auto &inner, store::SqlTransaction &sql, const ListRequest &request) {
    ListRequest part = request;
    part.position = {};
    part.per_page = 1;
    const std::int64_t left = inner(sql, part).total - offset_of(request);
    part.per_page = std::clamp<std::int64_t>(left, 1, request.per_page);
    part.position.skip = std::max<std::int64_t>(left - request.per_page, 0);
    Page page = inner(sql, part);
    if (left <= 0) page.rows.clear();
    std::reverse(page.rows.begin(), page.rows.end());
    page.more = left > request.per_page;
    return page;
  });
  wrap(behaviour.feed.listing.next_cursor,
       [](const auto &inner, const ListRequest &request, Page page, const Seal &seal) {
         if (!page.rows.empty())
           page.rows.back().seq = offset_of(request) + static_cast<std::int64_t>(page.rows.size());
         return inner(request, page, seal);
       });
}

/// A cursor behind the last row leads to an empty page, which has the same cursor again.
void cursors_without_end(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.next_cursor,
       [](const auto &inner, const ListRequest &request, Page page, const Seal &seal) {
         page.more = true;
         if (page.rows.empty()) page.rows.push_back({.seq = request.position.after_seq, .record = {}});
         return inner(request, page, seal);
       });
}

void customer_forgotten_behind_the_first_page(Behaviour &behaviour) {
  wrap(behaviour.feed.storage.list, [](const auto &inner, store::SqlTransaction &sql, ListRequest request) {
    const std::int64_t total = inner(sql, request).total;
    if (request.position.after_seq > 0) request.customer_id.reset();
    Page page = inner(sql, request);
    page.total = total;
    return page;
  });
}

/// The time of day as it is written, whatever its offset.
void offsets_not_looked_at(Behaviour &behaviour) {
  for (auto *instant : {&behaviour.feed.listing.first_instant, &behaviour.feed.listing.last_instant})
    wrap(*instant, [](const auto &inner, std::string_view field, const std::string &text) {
      return inner(field, wire::parse_date_time(text) ? text.substr(0, 19) + "Z" : text);
    });
}

void no_cursors(Behaviour &behaviour) {
  behaviour.feed.listing.next_cursor = [](const ListRequest &, const Page &, const Seal &) { return std::nullopt; };
}

void damaged_cursors_begin_anew(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.read_cursor,
       [](const auto &inner, const std::string &cursor, const std::string &filters, const Seal &seal) {
         try {
           return inner(cursor, filters, seal);
         } catch (const Refusal &) {
           return Position{};
         }
       });
}

[[noreturn]] void refuse(const std::string &field) {
  throw invalid({{.index = std::nullopt, .field = field, .code = "bad_parameter", .message = field + " is not taken"}});
}

void dates_alone(Behaviour &behaviour) {
  for (auto *instant : {&behaviour.feed.listing.first_instant, &behaviour.feed.listing.last_instant})
    wrap(*instant, [](const auto &inner, std::string_view field, const std::string &text) {
      if (field != "modified_since" && !wire::parse_date(text)) refuse(std::string(field));
      return inner(field, text);
    });
}

void unknown_parameters_refused(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.read_filters,
       [](const auto &inner, const FeedListing &listing, const http::Query &query, ListRequest &request) {
         if (query.value("colour")) refuse("colour");
         inner(listing, query, request);
       });
}

void bad_page_sizes_answered_400(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.per_page, [](const auto &inner, const std::optional<std::string> &text) {
    try {
      return inner(text);
    } catch (Refusal &refusal) {
      refusal.status = 400;
      throw;
    }
  });
}

}  // namespace

Deviations list_faults() {
  return {
      {"customer-filter-by-beginning", "feed.filter.customer-id",
       "customer_id finds the customers whose id begins with it.", customer_filter_by_beginning},
      {"customer-filter-without-signs", "feed.filter.customer-id",
       "customer_id finds nobody where it holds more than letters, digits and hyphens.", customer_filter_without_signs},
      {"date-from-ignored", "feed.filter.date-range", "date_from is not looked at where there is no date_to.",
       filtering([](ListRequest &request) {
         if (!request.date_to) request.date_from.reset();
       })},
      {"date-to-as-midnight", "feed.filter.inclusive", "The day of date_to ends with its first instant.",
       [](Behaviour &b) { b.feed.listing.last_instant = b.feed.listing.first_instant; }},
      {"bad-dates-ignored", "feed.filter.bad-date-refused", "A bad date lets everything through.", bad_dates_ignored},
      {"affiliate-filter-ignored", "feed.filter.affiliate-id", "Customers of all affiliates are listed.",
       filtering([](ListRequest &request) { request.affiliate_id.reset(); })},
      {"type-filter-ignored", "feed.filter.transaction-type", "Transactions of all types are listed.",
       filtering([](ListRequest &request) { request.transaction_type.reset(); })},
      {"status-filter-ignored", "feed.filter.status", "Transactions of all statuses are listed.",
       filtering([](ListRequest &request) { request.status.reset(); })},
      {"game-type-filter-ignored", "feed.filter.game-type", "Activity of all game types is listed.",
       filtering([](ListRequest &request) { request.game_type.reset(); })},
      {"next-cursor-left-out", "feed.list.envelope", "The last page has no next_cursor.",
       next_cursor_only_where_rows_follow},
      {"hundred-rows-by-default", "feed.list.default-page-size", "A page has 100 rows by default.",
       hundred_rows_by_default},
      {"pages-of-at-least-25", "feed.list.per-page", "A page has 25 rows at least.", pages_of_at_least_25},
      {"pages-of-any-size", "feed.list.at-most-500", "A page may have more than 500 rows.", pages_of_any_size},
      {"total-of-the-page", "feed.list.total", "total counts the rows of the page.", total_of_the_page},
      {"row-after-a-page-skipped", "feed.list.every-row-once", "A cursor skips the row after a page of 10.",
       row_after_a_page_skipped},
      {"cursors-as-offsets", "feed.list.stable-while-rows-arrive",
       "Lists begin with the newest row, and a cursor is an offset.", cursors_as_offsets},
      also_breaks(
          {"cursors-without-end", "feed.list.every-row-once", "next_cursor is never null.", cursors_without_end},
          {"feed.list.stable-while-rows-arrive"}),
      also_breaks(
          {"customer-forgotten-behind-the-first-page", "feed.filter.customer-id",
           "A page that follows a cursor holds the rows of all customers.", customer_forgotten_behind_the_first_page},
          {"feed.list.every-row-once"}),
      {"offsets-not-looked-at", "feed.filter.date-time", "The offset of date_from and date_to is not looked at.",
       offsets_not_looked_at},
      {"no-cursors", "feed.list.cursor-offered", "next_cursor is always null.", no_cursors},
      {"damaged-cursors-begin-anew", "feed.list.damaged-cursor-refused", "A damaged cursor gives the first page.",
       damaged_cursors_begin_anew},
      {"modified-by-arrival-alone", "feed.delta.by-last-modified",
       "modified_since does not look at last_modified_date.",
       [](Behaviour &b) {
         b.feed.rules.modified_at = [](const Record &, wire::TimePoint arrival) { return arrival; };
       }},
      {"modified-by-signup", "feed.delta.by-arrival", "A customer without last_modified_date was changed at signup.",
       [](Behaviour &b) {
         wrap(b.feed.rules.modified_at, [](const auto &inner, const Record &record, wire::TimePoint arrival) {
           return inner(record, wire::parse_date_time(text_of(record, "signup_date")).value_or(arrival));
         });
       }},
      {"date-times-not-taken", "feed.filter.date-time", "date_from and date_to must be dates.", dates_alone},
      {"unknown-parameters-refused", "feed.filter.unknown-ignored", "An unknown query parameter is refused.",
       unknown_parameters_refused},
      {"bad-page-sizes-answered-400", "feed.list.bad-per-page", "A bad per_page is answered 400.",
       bad_page_sizes_answered_400},
  };
}

}  // namespace pitboss::reference::feed::faults
