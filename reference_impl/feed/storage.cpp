#include "reference_impl/feed/storage.hpp"

#include <fmt/format.h>

#include <map>

#include "schemas/wire/signature.hpp"

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

/// Answers whether somebody exists by a statement. Asks for all that the records name in `field` together, and for
/// nobody twice.
std::function<bool(const std::string &)> finder(SqlTransaction &sql, const char *query,
                                                const std::vector<Record> &named, std::string_view field) {
  const auto seen = std::make_shared<std::map<std::string, bool>>();
  for (const Record &record : named) seen->emplace(text_of(record, field), false);
  std::vector<std::vector<SqlValue>> ids;
  for (const auto &[id, found] : *seen) ids.push_back({id});
  const std::vector<std::vector<store::SqlRow>> rows = sql.query_each(query, ids);
  std::size_t next = 0;
  for (auto &[id, found] : *seen) found = !rows.at(next++).empty();
  return [&sql, query, seen](const std::string &id) {
    const auto [found, is_new] = seen->try_emplace(id, false);
    if (is_new) found->second = sql.query_one(query, {id}).has_value();
    return found->second;
  };
}

Faults check(SqlTransaction &sql, const FeedRules &rules, Kind kind, const std::vector<Record> &records) {
  const std::vector<Record> none;
  const bool of_customers = kind == Kind::customers;
  const Known known{.customer = finder(sql, "find_customer", of_customers ? none : records, "customer_id"),
                    .affiliate = finder(sql, "find_affiliate", of_customers ? records : none, "affiliate_id")};
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

/// A row of a table, as it is and as a push makes it.
struct KeptRow {
  std::int64_t seq = 0;
  std::optional<Record> record;  ///< nullopt: there is none
  bool changed = false;
};

std::map<std::string, KeptRow> load(SqlTransaction &sql, Kind kind, const std::vector<std::string> &keys) {
  std::map<std::string, KeptRow> kept;
  for (const std::string &key : keys) kept.try_emplace(key);
  std::vector<std::vector<SqlValue>> asked;
  asked.reserve(kept.size());
  for (const auto &[key, row] : kept) asked.push_back({key});
  const std::vector<std::vector<store::SqlRow>> found = sql.query_each(statement("load", kind), asked);
  std::size_t next = 0;
  for (auto &[key, row] : kept) {
    const std::vector<store::SqlRow> &rows = found.at(next++);
    if (!rows.empty()) row = {.seq = rows.front().integer(0), .record = parsed(rows.front().text(1)), .changed = false};
  }
  return kept;
}

/// All rows are loaded together, and what became of them is written together: a push takes a few round trips, not some
/// for each record.
Counts save(SqlTransaction &sql, const FeedRules &rules, Kind kind, const std::vector<Record> &records,
            TimePoint arrival) {
  const auto number = static_cast<std::int64_t>(records.size());
  std::int64_t next_seq = sql.query_one("reserve_numbers", {number})->integer(0) - number;
  std::vector<std::string> keys;
  keys.reserve(records.size());
  for (const Record &record : records) keys.push_back(stored_key(rules.key(kind, record)));
  std::map<std::string, KeptRow> kept = load(sql, kind, keys);
  Counts counts{.received = records.size()};
  for (std::size_t i = 0; i < records.size(); ++i) {
    KeptRow &row = kept.at(keys[i]);
    Record record = rules.replace(kind, row.record, records[i]);
    if (row.record == record) {
      ++counts.unchanged;
      continue;
    }
    ++(row.record ? counts.updated : counts.created);
    row = {.seq = row.record ? row.seq : ++next_seq, .record = std::move(record), .changed = true};
  }
  std::vector<std::vector<SqlValue>> changes;
  for (const auto &[key, row] : kept)
    if (row.changed) changes.push_back(columns(rules, kind, key, row.seq, *row.record, arrival));
  sql.query_each(statement("save", kind), changes);
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

std::string stored_key(std::string key) {
  constexpr std::size_t longest = 800;
  if (key.size() <= longest) return key;
  static const wire::Signer digest("row key", wire::SignatureEncoding::hex);
  const std::string ending = digest.sign(key);
  key.resize(longest + 1 - ending.size());
  return key + ending;
}

FeedStorage::FeedStorage() : push(feed::push), check(feed::check), save(feed::save), list(feed::list) {}

}  // namespace pitboss::reference::feed
