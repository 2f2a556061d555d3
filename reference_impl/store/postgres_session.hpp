#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "reference_impl/store/postgres.hpp"

namespace spdlog {
class logger;
}

namespace pitboss::reference::store {

/// The SQL file of PostgreSQL's own, reference_impl/FOLDER/sql/postgresql/NAME.sql, or else the one that all engines
/// share.
std::string_view postgres_sql(std::string_view folder, std::string_view name);
/// A call of that statement.
PostgresCall postgres_call(std::string_view folder, std::string_view name, PostgresParameters parameters = {});

/// A transaction in work.
class PostgresTransaction {
 public:
  explicit PostgresTransaction(PostgresConnection &connection) : connection_(connection) {}

  /// Runs calls in one round trip; the first ones begin the transaction.
  std::vector<PostgresResult> run(std::vector<PostgresCall> calls);
  /// Runs the last calls and commits, in one round trip.
  void commit(std::vector<PostgresCall> calls = {});
  /// Whether it is unknown what became of the transaction, if the connection is lost now.
  [[nodiscard]] bool is_committing() const { return committing_; }
  [[nodiscard]] bool is_open() const { return begun_; }

 private:
  PostgresConnection &connection_;
  bool begun_ = false, committing_ = false;
};

/// The connection of one thread to the database: made at the start, and made again when it was lost.
class PostgresSession {
 public:
  /// Connects and brings the schema of the contract in `folder` up to date. Throws std::runtime_error with what is
  /// wrong (no server, wrong password, no such database, of a newer version) and what to do.
  PostgresSession(std::string url, std::string folder, std::shared_ptr<spdlog::logger> log);
  ~PostgresSession();
  PostgresSession(const PostgresSession &) = delete;
  PostgresSession &operator=(const PostgresSession &) = delete;

  /// Does `work`, which ends with commit(). After a conflict, and where the connection proves lost before the commit,
  /// it is begun again; the last call counts. Throws PostgresError where it could not be done, or where the connection
  /// was lost during the commit, so that nobody knows; and what `work` throws, its changes undone.
  void transact(const std::function<void(PostgresTransaction &)> &work);

  /// Looks whether the database is there, so that this is known without traffic too: what was lost is made again, once
  /// its time has come.
  void look();

 private:
  using Clock = std::chrono::steady_clock;

  PostgresConnection &connection();
  void connect();
  void try_once(const std::function<void(PostgresTransaction &)> &work, bool &unknown);
  void undo(const PostgresTransaction &transaction);
  void on_lost(const PostgresError &error);

  const std::string url_, folder_;
  std::shared_ptr<spdlog::logger> log_;
  std::unique_ptr<PostgresConnection> connection_;  // nullptr: lost
  bool away_ = false;                               // and the log says so
  Clock::duration pause_{};                         // before the next attempt to connect
  Clock::time_point next_attempt_{};
};

}  // namespace pitboss::reference::store
