#include "reference_impl/feed/storage.hpp"

#include <fmt/format.h>

#include <map>

namespace pitboss::reference::feed {
namespace {

using store::SqlTransaction;
using store::SqlValue;
using wire::TimePoint;

std::string statement(std::string_view verb, Kind kind) {
  return fmt::format("{}_{}", verb, to_string(kind));
}

SqlValue micros(const std::optional<TimePoint> &time) {
  return time ? SqlValue(static_cast<std::int64_t>(time->time_since_epoch().count())) : SqlValue(nullptr);
}

Record parsed(const std::string &text) {
  return std::get<Record>(wire::parse_json(text));
}

/// Answers whether somebody exists by a statement; asks once for each id.
std::function<bool(const std::string &)> finder(SqlTransaction &sql, const char *query) {
  return [&sql, query, seen = std::make_shared<std::map<std::string, bool>>()](const std::string &id) {
    const auto [found, is_new] = seen->try_emplace(id, false);
    if (is_new) found->second = sql.query_one(query, {id}).has_value();
    return found->second;
  };
}

Faults check(SqlTransaction &sql, const FeedRules &rules, Kind kind, const std::vector<Record> &records) {
  const Known known{.customer = finder(sql, "find_customer"), .affiliate = finder(sql, "find_affiliate")};
  Faults faults;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (Faults found :
         {rules.check_sums(rules, kind, records[i], i), rules.check_references(kind, records[i], i, known)})
      faults.insert(faults.end(), found.begin(), found.end());
  }
  return faults;
}

SqlValue instant_of(const Record &record, std::string_view field) {
  if (const auto time = wire::parse_date_time(text_of(record, field))) return micros(time);
  if (const auto date = wire::parse_date(text_of(record, field))) return micros(std::chrono::sys_days(*date));
  return std::int64_t{0};
}

/// The columns of a row, in the order of save_KIND.sql.
std::vector<SqlValue> columns(const FeedRules &rules, Kind kind, const std::string &key, std::int64_t seq,
                              const Record &record, TimePoint arrival) {
  std::vector<SqlValue> values{key, seq, text_of(record, "customer_id")};
  switch (kind) {
    case Kind::customers:
      values.emplace_back(text_of(record, "affiliate_id"));
      values.push_back(micros(rules.modified_at(record, arrival)));
      break;
    case Kind::transactions:
      values.emplace_back(text_of(record, "transaction_type"));
      values.emplace_back(text_of(record, "status"));
      values.push_back(instant_of(record, "transaction_date"));
      break;
    case Kind::activity:
      values.emplace_back(text_of(record, "game_type"));
      values.push_back(instant_of(record, "date"));
      break;
  }
  values.emplace_back(to_text(record));
  return values;
}

Counts save(SqlTransaction &sql, const FeedRules &rules, Kind kind, const std::vector<Record> &records,
            TimePoint arrival) {
  const auto number = static_cast<std::int64_t>(records.size());
  std::int64_t next_seq = sql.query_one("reserve_numbers", {number})->integer(0) - number;
  Counts counts{.received = records.size()};
  for (const Record &sent : records) {
    const std::string key = rules.key(kind, sent);
    const auto row = sql.query_one(statement("load", kind), {key});
    const auto former = row ? std::optional(parsed(row->text(1))) : std::nullopt;
    const Record record = rules.replace(kind, former, sent);
    if (former == record) {
      ++counts.unchanged;
      continue;
    }
    ++(former ? counts.updated : counts.created);
    sql.query(statement("save", kind), columns(rules, kind, key, row ? row->integer(0) : ++next_seq, record, arrival));
  }
  return counts;
}

PushOutcome push(const FeedStorage &storage, SqlTransaction &sql, const FeedRules &rules, Kind kind,
                 const std::vector<Record> &records, TimePoint arrival) {
  Faults faults = storage.check(sql, rules, kind, records);
  if (!faults.empty()) return faults;
  return storage.save(sql, rules, kind, records, arrival);
}

TimePoint day_of(TimePoint time) {
  return std::chrono::floor<std::chrono::days>(time);
}

/// The filters, in the order of list_KIND.sql and count_KIND.sql.
std::vector<SqlValue> filters(const ListRequest &request) {
  std::vector<SqlValue> values{store::sql_value(request.customer_id)};
  switch (request.kind) {
    case Kind::customers:
      values.push_back(store::sql_value(request.affiliate_id));
      values.push_back(micros(request.modified_since));
      break;
    case Kind::transactions:
      values.push_back(store::sql_value(request.transaction_type));
      values.push_back(store::sql_value(request.status));
      values.push_back(micros(request.date_from));
      values.push_back(micros(request.date_to));
      break;
    case Kind::activity:  // a day belongs to a range that touches it
      values.push_back(store::sql_value(request.game_type));
      values.push_back(micros(request.date_from ? std::optional(day_of(*request.date_from)) : std::nullopt));
      values.push_back(micros(request.date_to ? std::optional(day_of(*request.date_to)) : std::nullopt));
      break;
  }
  return values;
}

/// One row more than asked for tells whether more follow.
Page list(SqlTransaction &sql, const ListRequest &request) {
  const std::string which = request.customer_id ? "_of_customer" : "";
  std::vector<SqlValue> values = filters(request);
  Page page;
  page.total = sql.query(statement("count", request.kind) + which, values).front().integer(0);
  values.emplace_back(request.position.after_seq);
  values.emplace_back(request.per_page + 1);
  values.emplace_back(request.position.skip);
  for (const store::SqlRow &row : sql.query(statement("list", request.kind) + which, values))
    page.rows.push_back({.seq = row.integer(0), .record = parsed(row.text(1))});
  page.more = static_cast<std::int64_t>(page.rows.size()) > request.per_page;
  if (page.more) page.rows.pop_back();
  return page;
}

}  // namespace

FeedStorage::FeedStorage() : push(feed::push), check(feed::check), save(feed::save), list(feed::list) {}

}  // namespace pitboss::reference::feed
