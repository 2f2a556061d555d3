#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reference_impl/store/store.hpp"

/// Durable state as SQL: what a contract stores that needs no faster path of its own. The statements are files of the
/// contract's folder, reference_impl/CONTRACT/sql/NAME.sql, in the common subset of SQLite and PostgreSQL, with
/// parameters $1, $2, …; the schema is in migrate_1.sql, migrate_2.sql, …, which are run once each, in this order.
namespace pitboss::reference::store {

/// A parameter or a column: NULL, a whole number or a text. Amounts are texts: decimals as they are.
using SqlValue = std::variant<std::nullptr_t, std::int64_t, std::string>;

/// NULL where there is none.
template <class Value>
SqlValue sql_value(const std::optional<Value> &value) {
  return value ? SqlValue(*value) : SqlValue(nullptr);
}

/// A row of a result; columns count from 0. Reading a column as what it is not throws std::logic_error.
class SqlRow {
 public:
  explicit SqlRow(std::vector<SqlValue> values) : values_(std::move(values)) {}

  [[nodiscard]] const std::string &text(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::optional<std::string> optional_text(std::size_t column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::size_t column) const;

 private:
  std::vector<SqlValue> values_;
};

/// What a unit of work does with the database. It sees what it has written itself.
class SqlTransaction {
 public:
  virtual ~SqlTransaction() = default;

  /// Runs the statement of the file NAME.sql and gives all rows of its result.
  virtual std::vector<SqlRow> query(std::string_view name, std::span<const SqlValue> parameters) = 0;

  std::vector<SqlRow> query(std::string_view name, std::initializer_list<SqlValue> parameters = {}) {
    return query(name, std::span<const SqlValue>(parameters.begin(), parameters.size()));
  }
  /// Runs it once for each list of parameters, in their order, and gives the rows of each. Over a network all of them
  /// go out together.
  virtual std::vector<std::vector<SqlRow>> query_each(std::string_view name,
                                                      std::span<const std::vector<SqlValue>> parameters);
  /// The first row; nullopt where there is none.
  std::optional<SqlRow> query_one(std::string_view name, std::initializer_list<SqlValue> parameters = {});
};

/// One unit of work, all or nothing, alone against every other unit.
struct SqlUnit {
  /// May be called more than once (by an engine that has to start over after a conflict): the last call counts. What it
  /// throws undoes what it wrote.
  std::function<void(SqlTransaction &)> work;
  /// Called once, from any thread: true when what `work` did is durable, false where it threw, or could not be made
  /// durable, or where nobody knows (the connection to a database was lost while it committed).
  std::function<void(bool done)> done;
};

class SqlStore {
 public:
  SqlStore() = default;
  virtual ~SqlStore() = default;  ///< finishes the units that were submitted
  SqlStore(const SqlStore &) = delete;
  SqlStore &operator=(const SqlStore &) = delete;

  /// Returns at once. Safe from any thread.
  virtual void submit(SqlUnit unit) = 0;
  /// Whether other servers may be working on the same rows.
  [[nodiscard]] virtual bool is_shared() const { return false; }

  /// Calls `done`, from any thread, when everything is done that was submitted before.
  void settle(std::function<void()> done) {
    submit({.work = [](SqlTransaction &) {}, .done = [done = std::move(done)](bool) { done(); }});
  }

  /// Does `work` and waits until it is durable: for setting up and for tests. Throws what `work` threw, or
  /// std::runtime_error where it could not be made durable.
  void run(const std::function<void(SqlTransaction &)> &work);
};

/// Opens the store of one contract in the place that `name` names: "memory", "sqlite:FILE" or "postgresql://…". SQLite
/// gives each contract a file of its own beside FILE: pitboss.db, pitboss.feed.db. Throws std::runtime_error as
/// open_store does.
std::unique_ptr<SqlStore> open_sql_store(const std::string &name, const std::string &contract,
                                         std::shared_ptr<spdlog::logger> log, OnFatal on_fatal);

}  // namespace pitboss::reference::store
