#include "reference_impl/movements/records.hpp"

#include <stdexcept>

#include "reference_impl/movements/update_json.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::movements {
namespace {

using store::SqlRow;
using store::SqlValue;
using wire::Json;

std::int64_t to_integer(wire::TimePoint time) {
  return time.time_since_epoch().count();
}
wire::TimePoint to_time(std::int64_t microseconds) {
  return wire::TimePoint(std::chrono::microseconds(microseconds));
}

Decimal to_decimal(const std::string &text) {
  const auto value = Decimal::parse_numeric_string(text);
  if (!value) throw std::runtime_error("the store holds a value that is no decimal: " + text);
  return *value;
}

std::vector<Update> updates_from_text(const std::string &text) {
  const auto entries = std::get<Json>(wire::parse_json(text));
  std::vector<Update> updates;
  for (const Json &entry : *entries.array()) updates.push_back(update_from_json(entry).value());
  return updates;
}

Client client_of(const SqlRow &row) {
  return {.id = row.text(0),
          .external_id = row.text(1),
          .brand = row.text(2),
          .click = row.text(3),
          .created_at = to_time(row.integer(4))};
}

Balances load_balances(SqlTransaction &sql, const std::string &client_id) {
  Balances balances;
  for (const SqlRow &row : sql.query("load_balances", {client_id})) balances[row.text(0)] = to_decimal(row.text(1));
  return balances;
}

ListedMovement listed_movement(const SqlRow &row) {
  return {.movement = {.id = row.text(0),
                       .client_id = row.text(1),
                       .request_id = row.optional_text(4),
                       .updates = updates_from_text(row.text(5)),
                       .raw_payload = row.text(6),
                       .contribution = Contribution{.affiliate = {}, .amount = to_decimal(row.text(7))},
                       .created_at = to_time(row.integer(9))},
          .external_id = row.text(2),
          .brand = row.text(3),
          .settlement_id = row.optional_text(8)};
}

/// Whose movements: the ending of the statement's name, and its parameter.
struct Whose {
  std::string suffix;
  std::vector<SqlValue> parameter;
};

/// nullopt: nobody's.
std::optional<Whose> whose(SqlTransaction &sql, const ClientFilter &filter) {
  if (filter.client_id) {
    const auto client = sql.query_one("load_client_by_id", {*filter.client_id});
    if (!client || (filter.external_id && client->text(1) != *filter.external_id)) return std::nullopt;
    return Whose{"_of_client", {*filter.client_id}};
  }
  if (filter.external_id) return Whose{"_of_external_id", {*filter.external_id}};
  return Whose{"", {}};
}

std::vector<SqlValue> joined(std::vector<SqlValue> first, const std::vector<SqlValue> &last) {
  first.insert(first.end(), last.begin(), last.end());
  return first;
}

/// The players of a filter that names some: at most one for each brand.
std::vector<SqlRow> find_clients(SqlTransaction &sql, const ClientFilter &filter) {
  if (!filter.client_id) return sql.query("load_clients_by_external_id", {*filter.external_id});
  std::vector<SqlRow> rows = sql.query("load_client_by_id", {*filter.client_id});
  std::erase_if(rows, [&](const SqlRow &row) { return filter.external_id && row.text(1) != *filter.external_id; });
  return rows;
}

/// The rows of one page.
std::vector<SqlRow> page_of(const std::vector<SqlRow> &rows, const Page &page) {
  const auto size = static_cast<std::int64_t>(rows.size());
  const auto begin = std::min(page.offset(), size);
  return {rows.begin() + begin, rows.begin() + std::min(begin + page.size, size)};
}

}  // namespace

View look(SqlTransaction &sql, const std::string &external_id, const std::string &brand,
          const std::optional<std::string> &request_id) {
  View view;
  const auto row = sql.query_one("load_client", {external_id, brand});
  if (!row) return view;
  view.client = client_of(*row);
  view.request_id_used = request_id && sql.query_one("find_request_id", {view.client->id, *request_id});
  view.balances = load_balances(sql, view.client->id);
  return view;
}

void insert(SqlTransaction &sql, const Client &client) {
  sql.query("insert_client",
            {client.id, client.external_id, client.brand, client.click, to_integer(client.created_at)});
}

void insert(SqlTransaction &sql, const Recorded &recorded) {
  const Movement &movement = recorded.movement;
  const auto &share = movement.contribution;
  sql.query("insert_movement", {movement.id, movement.client_id, store::sql_value(movement.request_id),
                                wire::to_text(to_json(movement.updates)), movement.raw_payload,
                                share ? SqlValue(share->affiliate) : SqlValue(nullptr),
                                share ? share->amount.to_string() : "0", to_integer(movement.created_at)});
  for (const auto &[code, balance] : recorded.balances) {
    sql.query("save_balance", {movement.client_id, code, balance.to_string()});
  }
}

Listed<ListedMovement> list_movements(SqlTransaction &sql, const MovementFilter &filter, const Page &page) {
  Listed<ListedMovement> listed;
  const std::optional<Whose> whose = movements::whose(sql, filter.client);
  if (!whose) return listed;
  const std::vector<SqlValue> common = {store::sql_value(filter.request_id), to_integer(filter.time.from),
                                        to_integer(filter.time.to)};
  listed.total = sql.query("count_movements" + whose->suffix, joined(common, whose->parameter)).at(0).integer(0);
  const auto rows =
      sql.query("list_movements" + whose->suffix, joined(joined(common, {page.size, page.offset()}), whose->parameter));
  for (const SqlRow &row : rows) listed.rows.push_back(listed_movement(row));
  return listed;
}

LoggedMovements view_movements(SqlTransaction &sql, const MovementFilter &filter, std::optional<std::int64_t> before,
                               std::int64_t limit) {
  LoggedMovements logged;
  const std::optional<Whose> whose = movements::whose(sql, filter.client);
  if (!whose) return logged;
  const std::vector<SqlValue> common = {store::sql_value(filter.request_id), to_integer(filter.time.from),
                                        to_integer(filter.time.to)};
  logged.total = sql.query("count_movements" + whose->suffix, joined(common, whose->parameter)).at(0).integer(0);
  const std::vector<SqlValue> page = {store::sql_value(before), limit + 1};  // one more tells whether more follow
  std::vector<SqlRow> rows =
      sql.query("view_movements" + whose->suffix, joined(joined(common, page), whose->parameter));
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    logged.next = rows.back().integer(10);
  }
  for (const SqlRow &row : rows) logged.rows.push_back(listed_movement(row));
  return logged;
}

std::optional<ListedMovement> load_movement(SqlTransaction &sql, const std::string &id) {
  const auto row = sql.query_one("load_movement", {id});
  return row ? std::optional(listed_movement(*row)) : std::nullopt;
}

std::vector<std::vector<Update>> list_updates_until(SqlTransaction &sql, const std::string &movement_id) {
  std::vector<std::vector<Update>> updates;
  for (const SqlRow &row : sql.query("list_updates_until", {movement_id}))
    updates.push_back(updates_from_text(row.text(0)));
  return updates;
}

Listed<ListedClient> list_clients(SqlTransaction &sql, const ClientFilter &filter, const Page &page) {
  Listed<ListedClient> listed;
  std::vector<SqlRow> rows;
  if (filter.client_id || filter.external_id) {
    rows = find_clients(sql, filter);
    listed.total = static_cast<std::int64_t>(rows.size());
    rows = page_of(rows, page);
  } else {
    listed.total = sql.query("count_clients").at(0).integer(0);
    rows = sql.query("list_clients", {page.size, page.offset()});
  }
  for (const SqlRow &row : rows) {
    Client client = client_of(row);
    Balances balances = load_balances(sql, client.id);
    listed.rows.push_back({std::move(client), std::move(balances)});
  }
  return listed;
}

std::vector<OpenContribution> load_open_contributions(SqlTransaction &sql, const std::string &affiliate) {
  std::vector<OpenContribution> open;
  for (const SqlRow &row : sql.query("load_open_contributions", {affiliate}))
    open.push_back({.movement_id = row.text(0), .amount = to_decimal(row.text(1))});
  return open;
}

void insert(SqlTransaction &sql, const MadeSettlement &settlement, const std::vector<std::string> &movements) {
  sql.query("insert_settlement", {settlement.id, settlement.affiliate, settlement.total.to_string(),
                                  settlement.movements, to_integer(settlement.created_at)});
  for (const std::string &movement : movements) sql.query("settle_movement", {movement, settlement.id});
}

std::vector<MadeSettlement> list_settlements(SqlTransaction &sql, const std::string &affiliate) {
  std::vector<MadeSettlement> made;
  for (const SqlRow &row : sql.query("list_settlements", {affiliate})) {
    made.push_back({.id = row.text(0),
                    .affiliate = row.text(1),
                    .total = to_decimal(row.text(2)),
                    .movements = row.integer(3),
                    .created_at = to_time(row.integer(4))});
  }
  return made;
}

}  // namespace pitboss::reference::movements
