#include <algorithm>
#include <cstdlib>

#include "reference_impl/faults/movements/words.hpp"

namespace pitboss::reference::movements::faults {
namespace {

Json without(const Json &json, std::string_view name) {
  wire::JsonObject kept;
  for (const auto &member : *json.object()) {
    if (member.first != name) kept.push_back(member);
  }
  return kept;
}

/// Changes each row of the movement list.
template <class Change>
void change_movement(Server &server, Change change) {
  wrap(server.movements.replies.movement,
       [change](const auto &inner, const Replies &replies, const ListedMovement &listed) {
         return change(inner(replies, listed));
       });
}

/// Changes each row of the list of players.
template <class Change>
void change_client(Server &server, Change change) {
  wrap(server.movements.replies.client,
       [change](const auto &inner, const Replies &replies, const ListedClient &listed) {
         return change(inner(replies, listed));
       });
}

/// Changes the rows of all lists.
template <class Change>
void change_rows(Server &server, Change change) {
  wrap(server.movements.replies.list,
       [change](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
         change(rows);
         return inner(std::move(rows), total, page);
       });
}

bool is_movement(const Json &row) {
  return row.find("raw_payload") != nullptr;
}

void movements_listed_twice(wire::JsonArray &rows) {
  wire::JsonArray twice;
  for (const Json &row : rows) twice.insert(twice.end(), is_movement(row) ? 2 : 1, row);
  rows = std::move(twice);
}

void oldest_first(wire::JsonArray &rows) {
  if (!rows.empty() && is_movement(rows.front())) std::reverse(rows.begin(), rows.end());
}

Json balances_under_another_name(Json row) {
  for (auto &member : *row.object()) {
    if (member.first == "balances") member.first = "metrics";
  }
  return row;
}

template <class Change>
std::function<void(Server &)> with_client_filter(Change change) {
  return [change](Server &server) {
    wrap(server.movements.queries.client_filter, [change](const auto &inner, const http::Query &query) {
      ClientFilter filter = inner(query);
      change(filter);
      return filter;
    });
  };
}

void date_from_ignored(Server &server) {
  wrap(server.movements.queries.time_range, [](const auto &inner, const http::Query &query, wire::TimePoint now) {
    TimeRange range = inner(query, now);
    if (query.find("date_from") != nullptr) range.from = {};
    return range;
  });
}

template <class Change>
std::function<void(Server &)> with_page(Change change) {
  return [change](Server &server) {
    wrap(server.movements.queries.page, [change](const auto &inner, const http::Query &query) {
      Page page = inner(query);
      change(query, page);
      return page;
    });
  };
}

/// As many rows as are asked for, and none is refused.
void any_page_size(Server &server) {
  server.movements.queries.page = [](const http::Query &query) {
    Page page;
    if (const std::string *number = query.find("page")) page.number = std::max(1, std::atoi(number->c_str()));
    if (const std::string *size = query.find("per_page")) page.size = std::max(1, std::atoi(size->c_str()));
    return page;
  };
}

}  // namespace

Deviations list_faults() {
  return {
      {"movements-listed-twice", "movements.list.each-once", "Each movement is listed twice.",
       [](Server &s) { change_rows(s, movements_listed_twice); }},
      {"movements-payload-rewritten", "movements.list.raw-payload",
       "The payload is kept as JSON that was written again.",
       [](Server &s) {
         s.movements.reading.raw_payload = [](const std::string &body) {
           return wire::to_text(std::get<Json>(wire::parse_json(body)));
         };
       }},
      {"movements-without-created-at", "movements.list.created-at", "A movement is listed without its time.",
       [](Server &s) { change_movement(s, [](const Json &row) { return without(row, "created_at"); }); }},
      {"movements-oldest-first", "movements.list.newest-first", "Movements are listed oldest first.",
       [](Server &s) { change_rows(s, oldest_first); }},
      {"movements-without-id", "movements.list.fields", "A movement is listed without its id.",
       [](Server &s) { change_movement(s, [](const Json &row) { return without(row, "id"); }); }},
      {"movements-of-all-times-by-default", "movements.list.default-range",
       "Without a range movements of all times are listed.",
       [](Server &s) {
         wrap(s.movements.queries.time_range, [](const auto &inner, const http::Query &query, wire::TimePoint now) {
           TimeRange range = inner(query, now);
           if (query.find("date_from") == nullptr) range.from = {};
           return range;
         });
       }},
      {"movements-client-id-ignored", "movements.list.client-id", "The filter client_id is ignored.",
       with_client_filter([](ClientFilter &filter) { filter.client_id.reset(); })},
      {"movements-external-client-id-ignored", "movements.list.external-client-id",
       "The filter external_client_id is ignored.",
       with_client_filter([](ClientFilter &filter) { filter.external_id.reset(); })},
      {"movements-request-id-ignored", "movements.list.request-id", "The filter request_id is ignored.",
       [](Server &s) {
         s.movements.queries.request_id = [](const http::Query &) { return std::optional<std::string>(); };
       }},
      {"movements-date-from-ignored", "movements.list.date-range", "The filter date_from is ignored.",
       date_from_ignored},
      {"movements-without-meta", "movements.list.envelope", "Lists have no `meta`.",
       [](Server &s) {
         wrap(s.movements.replies.list,
              [](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
                return without(inner(std::move(rows), total, page), "meta");
              });
       }},
      {"movements-page-ignored", "movements.list.pages", "Every page is the first one.",
       with_page([](const http::Query &, Page &page) { page.number = 1; })},
      {"movements-10-rows-by-default", "movements.list.default-page-size", "A page has 10 rows by default.",
       with_page([](const http::Query &query, Page &page) {
         if (query.find("per_page") == nullptr) page.size = 10;
       })},
      {"movements-any-page-size", "movements.list.at-most-500", "A page has as many rows as are asked for.",
       any_page_size},
      {"movements-balances-under-another-name", "movements.players.listed", "Balances are listed under another name.",
       [](Server &s) { change_client(s, balances_under_another_name); }},
      {"movements-players-without-client-id", "movements.players.client-id", "Players are listed without client_id.",
       [](Server &s) { change_client(s, [](const Json &row) { return without(row, "client_id"); }); }},
      {"movements-metrics-without-data-type", "movements.metrics.listed", "Metrics are listed without data_type.",
       [](Server &s) {
         wrap(s.movements.replies.metric,
              [](const auto &inner, const Metric &metric) { return without(inner(metric), "data_type"); });
       }},
      {"movements-archived-metrics-not-listed", "movements.metrics.archived-listed", "Archived metrics are not listed.",
       [](Server &s) {
         change_rows(s, [](wire::JsonArray &rows) {
           std::erase_if(rows, [](const Json &row) {
             const Json *archived = row.find("archived");
             return archived != nullptr && *archived->boolean();
           });
         });
       }},
      {"movements-times-without-zone", "movements.times.iso-8601", "Times are written without Z.",
       [](Server &s) {
         wrap(s.movements.replies.time, [](const auto &inner, wire::TimePoint time) {
           std::string text = inner(time);
           text.pop_back();
           return text;
         });
       }},
  };
}

}  // namespace pitboss::reference::movements::faults
