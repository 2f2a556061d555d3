#include "reference_impl/store/sqlite_sql_store.hpp"

#include <spdlog/logger.h>

#include "reference_impl/store/group_commit.hpp"
#include "reference_impl/store/sql_files.hpp"

namespace pitboss::reference::store {
namespace {

void bind(Statement &statement, std::span<const SqlValue> parameters) {
  int number = 0;
  for (const SqlValue &value : parameters) {
    ++number;
    if (const auto *integer = std::get_if<std::int64_t>(&value)) {
      statement.bind_numbered(number, *integer);
    } else if (const auto *text = std::get_if<std::string>(&value)) {
      statement.bind_numbered(number, *text);
    } else {
      statement.bind_numbered_null(number);
    }
  }
}

SqlValue read(const Statement &statement, int column) {
  if (statement.is_null(column)) return nullptr;
  if (statement.is_integer(column)) return statement.integer(column);
  return statement.text(column);
}

}  // namespace

SqliteSqlStore::SqliteSqlStore(const std::string &file, std::string folder, std::shared_ptr<spdlog::logger> log,
                               OnFatal on_fatal)
    : log_(std::move(log)),
      failures_(log_, std::move(on_fatal)),
      database_(open_sqlite_file(file, folder)),
      transaction_(*database_, std::move(folder)),
      writer_([this](std::vector<SqlUnit> &batch) { write_batch(batch); }) {}

void SqliteSqlStore::submit(SqlUnit unit) {
  writer_.submit(std::move(unit));
}

std::vector<SqlRow> SqliteSqlStore::Transaction::query(std::string_view name, std::span<const SqlValue> parameters) {
  Statement &statement = prepared(name);
  statement.reset();
  bind(statement, parameters);
  std::vector<SqlRow> rows;
  while (statement.step()) {
    std::vector<SqlValue> values;
    values.reserve(static_cast<std::size_t>(statement.columns()));
    for (int column = 0; column < statement.columns(); ++column) values.push_back(read(statement, column));
    rows.emplace_back(std::move(values));
  }
  statement.reset();
  return rows;
}

Statement &SqliteSqlStore::Transaction::prepared(std::string_view name) {
  const auto found = statements_.find(name);
  if (found != statements_.end()) return found->second;
  return statements_
      .emplace(std::piecewise_construct, std::forward_as_tuple(name),
               std::forward_as_tuple(database_, sql(folder_, name)))
      .first->second;
}

/// Nobody is answered before what was done is on disk; of what cannot be put there nothing stays.
void SqliteSqlStore::write_batch(std::vector<SqlUnit> &batch) {
  const std::vector<bool> done = commit_group<bool>(*database_, failures_, std::span<const SqlUnit>(batch),
                                                    [this](const SqlUnit &unit) { return work(unit); });
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(done[i]);
}

bool SqliteSqlStore::work(const SqlUnit &unit) {
  database_->execute("SAVEPOINT unit");
  try {
    unit.work(transaction_);
    database_->execute("RELEASE unit");
    return true;
  } catch (const SqliteError &error) {
    if (!error.is_of_statement()) throw;  // of the file, not of the unit: the whole transaction goes
    undo(error);
  } catch (const std::exception &error) {
    undo(error);
  }
  return false;
}

void SqliteSqlStore::undo(const std::exception &error) {
  log_->error("event=unit_failed error=\"{}\"", error.what());
  database_->execute("ROLLBACK TO unit; RELEASE unit");
}

}  // namespace pitboss::reference::store
