#include "reference_impl/store/postgres_sql_store.hpp"

#include <spdlog/logger.h>

#include <algorithm>

#include "reference_impl/store/store_counts.hpp"

namespace pitboss::reference::store {
namespace {

PostgresParameters parameters_of(std::span<const SqlValue> values) {
  PostgresParameters parameters;
  for (const SqlValue &value : values) {
    if (const auto *integer = std::get_if<std::int64_t>(&value)) {
      parameters.integer(*integer);
    } else if (const auto *text = std::get_if<std::string>(&value)) {
      parameters.text(*text);
    } else {
      parameters.null();
    }
  }
  return parameters;
}

SqlValue read(const PostgresResult &result, int row, int column) {
  if (result.is_null(row, column)) return nullptr;
  if (result.is_integer(column)) return result.integer(row, column);
  return result.text(row, column);
}

std::vector<SqlRow> rows_of(const PostgresResult &result) {
  std::vector<SqlRow> rows;
  rows.reserve(static_cast<std::size_t>(result.rows()));
  for (int row = 0; row < result.rows(); ++row) {
    std::vector<SqlValue> values;
    values.reserve(static_cast<std::size_t>(result.columns()));
    for (int column = 0; column < result.columns(); ++column) values.push_back(read(result, row, column));
    rows.emplace_back(std::move(values));
  }
  return rows;
}

/// The units' view of a transaction. The lock of the contract is taken with the first statement.
class Statements : public SqlTransaction {
 public:
  Statements(PostgresTransaction &transaction, const std::string &folder)
      : transaction_(transaction), folder_(folder) {}

  using SqlTransaction::query;
  std::vector<SqlRow> query(std::string_view name, std::span<const SqlValue> parameters) override {
    return rows_of(run({postgres_call(folder_, name, parameters_of(parameters))}).back());
  }

  /// So many in one round trip that an answer comes long before the connection counts as lost.
  std::vector<std::vector<SqlRow>> query_each(std::string_view name,
                                              std::span<const std::vector<SqlValue>> parameters) override {
    constexpr std::size_t together = 100;
    std::vector<std::vector<SqlRow>> rows;
    for (; !parameters.empty(); parameters = parameters.subspan(std::min(together, parameters.size()))) {
      std::vector<PostgresCall> calls;
      for (const std::vector<SqlValue> &each : parameters.first(std::min(together, parameters.size())))
        calls.push_back(postgres_call(folder_, name, parameters_of(each)));
      for (const PostgresResult &result : run(std::move(calls))) rows.push_back(rows_of(result));
    }
    return rows;
  }

 private:
  /// The results of `calls`.
  std::vector<PostgresResult> run(std::vector<PostgresCall> calls) {
    if (transaction_.is_open()) return transaction_.run(std::move(calls));
    calls.insert(calls.begin(), postgres_call("store", "lock_contract", PostgresParameters().text(folder_)));
    std::vector<PostgresResult> results = transaction_.run(std::move(calls));
    results.erase(results.begin());
    return results;
  }

  PostgresTransaction &transaction_;
  const std::string &folder_;
};

}  // namespace

PostgresSqlStore::PostgresSqlStore(const std::string &url, const std::string &folder,
                                   std::shared_ptr<spdlog::logger> log)
    : folder_(folder),
      log_(std::move(log)),
      session_(url, folder, log_),
      writer_([this](std::vector<SqlUnit> &batch) { write_batch(batch); }, [this] { session_.look(); }) {}

void PostgresSqlStore::submit(SqlUnit unit) {
  writer_.submit(std::move(unit));
}

/// One transaction for all. Where one unit spoils it, each has one of its own, so that only that one fails: that costs
/// time when a unit throws, and nothing when none does, as savepoints would.
void PostgresSqlStore::write_batch(std::vector<SqlUnit> &batch) {
  std::vector<bool> done(batch.size(), false);
  try {
    if (batch.size() > 1 && write_together(batch)) {
      done.assign(batch.size(), true);
    } else {
      for (std::size_t i = 0; i < batch.size(); ++i) done[i] = write_alone(batch[i]);
    }
  } catch (const PostgresError &error) {
    store_counts().failures.fetch_add(1, std::memory_order_relaxed);
    log_->debug("event=commit_failed contract={} error=\"{}\"", folder_, error.what());
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(done[i]);
}

void PostgresSqlStore::write(std::span<const SqlUnit> units) {
  session_.transact([&](PostgresTransaction &transaction) {
    Statements statements(transaction, folder_);
    for (const SqlUnit &unit : units) unit.work(statements);
    transaction.commit();
  });
  failing_ = false;
  count_commit(units.size());
}

/// False: a unit has thrown, and nothing was done. Throws PostgresError where the database could not be had.
bool PostgresSqlStore::write_together(const std::vector<SqlUnit> &batch) {
  try {
    write(batch);
    return true;
  } catch (const PostgresError &error) {
    if (error.kind() != PostgresError::Kind::refused) throw;
    return false;
  } catch (const std::exception &) {
    return false;
  }
}

bool PostgresSqlStore::write_alone(const SqlUnit &unit) {
  try {
    write(std::span(&unit, 1));
    return true;
  } catch (const PostgresError &error) {
    if (error.is_of_the_connection()) throw;
    store_counts().failures.fetch_add(1, std::memory_order_relaxed);
    if (!std::exchange(failing_, true))
      log_->error("event=unit_failed contract={} sqlstate={} error=\"{}\"", folder_, error.sqlstate(), error.what());
  } catch (const std::exception &error) {
    log_->error("event=unit_failed contract={} error=\"{}\"", folder_, error.what());
  }
  return false;
}

}  // namespace pitboss::reference::store
