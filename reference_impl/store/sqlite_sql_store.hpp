#pragma once

#include <map>

#include "reference_impl/store/batch_writer.hpp"
#include "reference_impl/store/commit_failures.hpp"
#include "reference_impl/store/sql_store.hpp"
#include "reference_impl/store/sqlite.hpp"

namespace pitboss::reference::store {

/// SQL on one SQLite file, or in memory, worked on by one thread that commits in groups. A unit that throws is undone
/// alone, by a savepoint.
class SqliteSqlStore : public SqlStore {
 public:
  /// `file`: ":memory:" for one in memory. `folder`: where the statements are, seen from reference_impl.
  SqliteSqlStore(const std::string &file, std::string folder, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal);

  void submit(SqlUnit unit) override;

 private:
  /// Statements are prepared at their first use.
  class Transaction : public SqlTransaction {
   public:
    Transaction(Database &database, std::string folder) : database_(database), folder_(std::move(folder)) {}
    using SqlTransaction::query;
    std::vector<SqlRow> query(std::string_view name, std::span<const SqlValue> parameters) override;

   private:
    Statement &prepared(std::string_view name);

    Database &database_;
    std::string folder_;
    std::map<std::string, Statement, std::less<>> statements_;
  };

  void write_batch(std::vector<SqlUnit> &batch);
  /// True: what it did goes with the transaction. False: it threw, and nothing of it stays. Throws SqliteError.
  bool work(const SqlUnit &unit);
  void undo(const std::exception &error);

  std::shared_ptr<spdlog::logger> log_;
  CommitFailures failures_;
  std::unique_ptr<Database> database_;
  Transaction transaction_;
  BatchWriter<SqlUnit> writer_;  // last: it uses what stands above
};

}  // namespace pitboss::reference::store
