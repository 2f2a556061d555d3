#include <algorithm>

#include "reference_impl/faults/movements/words.hpp"
#include "reference_impl/movements/platform_file.hpp"
#include "schemas/wire/leading_integer.hpp"

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

/// Whether the value of its first metric is 9 at most.
bool is_small(const Json &row) {
  const auto value =
      wire::Decimal::parse_numeric_string(*row.find("metrics")->array()->front().find("value")->string());
  return value && !value->is_negative() && *value < wire::Decimal(10);
}

/// Of three movements the newest, where it is small.
void movement_listed_twice(Server &server) {
  wrap(server.movements.replies.list,
       [](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
         const bool of_movements = total == 3 && !rows.empty() && is_movement(rows.front());
         if (of_movements && is_small(rows.front())) rows.push_back(Json(rows.front()));
         return inner(std::move(rows), total, page);
       });
}

void oldest_first(wire::JsonArray &rows) {
  if (!rows.empty() && is_movement(rows.front())) std::reverse(rows.begin(), rows.end());
}

Json balances_as_numbers(Json row) {
  for (auto &member : *row.object()) {
    if (member.first != "balances") continue;
    for (auto &[code, balance] : *member.second.object()) balance = wire::JsonNumber{*balance.string()};
  }
  return row;
}

/// Of metrics that are archived.
Json without_archived_balances(const Json &row) {
  const Platform platform = default_platform();
  Json balances = *row.find("balances");
  std::erase_if(*balances.object(), [&](const auto &balance) {
    const Metric *metric = platform.find_metric(balance.first);
    return metric != nullptr && metric->archived;
  });
  return Json(row).set("balances", std::move(balances));
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

/// A date as the end of a range is its first moment.
void date_to_as_midnight(Server &server) {
  wrap(server.movements.queries.time_range, [](const auto &inner, const http::Query &query, wire::TimePoint now) {
    TimeRange range = inner(query, now);
    const std::string *to = query.find("date_to");
    if (const auto date = to == nullptr ? std::nullopt : wire::parse_date(*to)) range.to = std::chrono::sys_days(*date);
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
    if (const std::string *number = query.find("page")) page.number = std::max(1, wire::leading_integer<int>(*number));
    if (const std::string *size = query.find("per_page")) page.size = std::max(1, wire::leading_integer<int>(*size));
    return page;
  };
}

}  // namespace

Deviations list_faults() {
  return {
      {"movements-listed-twice", "movements.list.each-once",
       "Of three movements the newest is listed twice where its value is 9 at most.", movement_listed_twice},
      {"movements-payload-rewritten", "movements.list.raw-payload",
       "The payload is kept as JSON that was written again.",
       [](Server &s) {
         s.movements.reading.raw_payload = [](const std::string &body) {
           return wire::to_text(std::get<Json>(wire::parse_json(body)));
         };
       }},
      {"movements-payload-cut", "movements.list.raw-payload", "Of a payload 4000 bytes are kept.",
       [](Server &s) {
         s.movements.reading.raw_payload = [](const std::string &body) { return body.substr(0, 4000); };
       }},
      {"movements-first-metric-listed", "movements.list.each-once",
       "Of three metrics of a movement the first is listed.",
       [](Server &s) {
         change_movement(s, [](Json row) {
           wire::JsonArray metrics = *row.find("metrics")->array();
           if (metrics.size() == 3) metrics.resize(1);
           row.set("metrics", std::move(metrics));
           return row;
         });
       }},
      also_breaks({"movements-times-of-another-zone", "movements.list.created-at", "Times are two hours ahead.",
                   [](Server &s) {
                     wrap(s.movements.replies.time,
                          [](const auto &inner, wire::TimePoint time) { return inner(time + std::chrono::hours(2)); });
                   }},
                  {"movements.list.date-range"}),  // such a time is not that of the row
      also_breaks(
          {"movements-without-created-at", "movements.list.created-at", "A movement is listed without its time.",
           [](Server &s) { change_movement(s, [](const Json &row) { return without(row, "created_at"); }); }},
          {"movements.list.fields"}),
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
      also_breaks({"movements-external-client-id-ignored", "movements.list.external-client-id",
                   "The filter external_client_id is ignored.",
                   with_client_filter([](ClientFilter &filter) { filter.external_id.reset(); })},
                  {"movements.list.pages", "movements.list.default-page-size"}),
      {"movements-request-id-ignored", "movements.list.request-id", "The filter request_id is ignored.",
       [](Server &s) {
         s.movements.queries.request_id = [](const http::Query &) { return std::optional<std::string>(); };
       }},
      {"movements-date-from-ignored", "movements.list.date-range", "The filter date_from is ignored.",
       date_from_ignored},
      {"movements-date-to-as-midnight", "movements.list.date-range", "The day of date_to ends with its first moment.",
       date_to_as_midnight},
      also_breaks({"movements-without-meta", "movements.list.envelope", "Lists have no `meta`.",
                   [](Server &s) {
                     wrap(s.movements.replies.list,
                          [](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
                            return without(inner(std::move(rows), total, page), "meta");
                          });
                   }},
                  {"movements.list.fields", "movements.list.pages"}),
      {"movements-page-ignored", "movements.list.pages", "Every page is the first one.",
       with_page([](const http::Query &, Page &page) { page.number = 1; })},
      {"movements-10-rows-by-default", "movements.list.default-page-size", "A page has 10 rows by default.",
       with_page([](const http::Query &query, Page &page) {
         if (query.find("per_page") == nullptr) page.size = 10;
       })},
      {"movements-any-page-size", "movements.list.at-most-500", "A page has as many rows as are asked for.",
       any_page_size},
      {"movements-balances-as-numbers", "movements.players.listed", "Balances are listed as JSON numbers.",
       [](Server &s) { change_client(s, balances_as_numbers); }},
      {"movements-archived-balances-not-listed", "movements.metrics.archived-balances-stay",
       "Balances of archived metrics are not listed.", [](Server &s) { change_client(s, without_archived_balances); }},
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
      also_breaks({"movements-times-without-zone", "movements.times.iso-8601", "Times are written without Z.",
                   [](Server &s) {
                     wrap(s.movements.replies.time, [](const auto &inner, wire::TimePoint time) {
                       std::string text = inner(time);
                       text.pop_back();
                       return text;
                     });
                   }},
                  {"movements.list.date-range"}),  // such a time cannot be asked for
  };
}

}  // namespace pitboss::reference::movements::faults
