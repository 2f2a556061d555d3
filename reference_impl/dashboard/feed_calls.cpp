#include "reference_impl/dashboard/feed_calls.hpp"

#include "reference_impl/dashboard/paging.hpp"
#include "reference_impl/dashboard/reading.hpp"
#include "reference_impl/feed/rules.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::dashboard {
namespace {

using feed::Kind;
using store::SqlTransaction;
using store::SqlValue;
using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

/// Which records are shown.
struct RecordsRequest {
  Kind kind = Kind::customers;
  std::vector<SqlValue> filter;  ///< in the order of view_KIND.sql
  std::optional<std::int64_t> before;
  std::int64_t limit = 50;
};

/// A text that stands somewhere in a record, as a pattern of LIKE.
SqlValue pattern_of(const std::optional<std::string> &text) {
  if (!text) return nullptr;
  std::string pattern = "%";
  for (const char c : wire::lower_case(*text)) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

SqlValue micros(const std::optional<wire::TimePoint> &time) {
  return time ? SqlValue(static_cast<std::int64_t>(time->time_since_epoch().count())) : SqlValue(nullptr);
}

RecordsRequest read_request(Kind kind, const http::Query &query) {
  const OpenRange range = read_open_range(query);
  return {.kind = kind,
          .filter = {store::sql_value(query.value("customer_id")), micros(range.from), micros(range.to),
                     pattern_of(query.value("text"))},
          .before = read_number_cursor(query),
          .limit = read_limit(query)};
}

/// With the GGR that was not given. Numbers are amounts, and a browser would read them as binary floating point: they
/// become texts, but for counts.
Json shown(Kind kind, feed::Record stored) {
  static const feed::FeedRules rules;
  feed::Record record = rules.to_row(rules, kind, std::move(stored));
  for (auto &[name, value] : *record.object())
    if (const wire::JsonNumber *number = value.number(); number != nullptr && name != "bets_count")
      value = Json(std::string(number->text));
  return record;
}

Json records(SqlTransaction &sql, const RecordsRequest &request) {
  const std::string view = "view_" + std::string(to_string(request.kind));
  const auto total = sql.query("count_" + view, request.filter).at(0).integer(0);
  std::vector<SqlValue> values = request.filter;
  values.push_back(store::sql_value(request.before));
  values.emplace_back(request.limit + 1);  // one more tells whether more follow
  std::vector<store::SqlRow> found = sql.query(view, values);
  const bool more = static_cast<std::int64_t>(found.size()) > request.limit;
  if (more) found.pop_back();
  JsonArray rows;
  for (const store::SqlRow &row : found)
    rows.push_back(shown(request.kind, std::get<Json>(wire::parse_json(row.text(1)))));
  return list_json(std::move(rows), more ? std::optional(std::to_string(found.back().integer(0))) : std::nullopt,
                   total);
}

}  // namespace

void add_feed_calls(Routes &routes, store::SqlStore &store) {
  for (const Kind kind : {Kind::customers, Kind::transactions, Kind::activity})
    routes.get("/dashboard/v1/feed/" + std::string(to_string(kind)),
               reading(store, [kind](const http::Query &query) -> ReadRows {
                 return [request = read_request(kind, query)](SqlTransaction &sql) { return records(sql, request); };
               }));
}

}  // namespace pitboss::reference::dashboard
