#include "reference_impl/store/postgres_session.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>
#include <utility>

#include "reference_impl/store/postgres_schema.hpp"
#include "reference_impl/store/sql_files.hpp"
#include "reference_impl/store/store_counts.hpp"
#include "reference_impl/store/store_place.hpp"

namespace pitboss::reference::store {
namespace {

constexpr int most_attempts = 6;
constexpr std::chrono::milliseconds shortest_pause{100}, longest_pause{2'000};
const PostgresCall begin{.name = "begin", .sql = "BEGIN"};
const PostgresCall commit_all{.name = "commit", .sql = "COMMIT"};

std::string own_name(std::string_view name) {
  return "postgresql/" + std::string(name);
}

/// What PostgreSQL says when a start fails, for the user.
std::string explain(const std::string &url, const PostgresError &error) {
  const bool reached = std::string_view(error.what()).find("FATAL") != std::string_view::npos;
  const char *hint = "";
  if (error.is_of_the_connection()) {
    hint = reached ? "; is the user's password right (in the URL, PGPASSWORD or ~/.pgpass), and is there the database "
                     "(createdb)?"
                   : "; does PostgreSQL run there, and does it listen on that address?";
  }
  return fmt::format("cannot use the store {}: {}{}", shown_store(url), error.what(), hint);
}

}  // namespace

std::string_view postgres_sql(std::string_view folder, std::string_view name) {
  return has_sql(folder, own_name(name)) ? sql(folder, own_name(name)) : sql(folder, name);
}

PostgresCall postgres_call(std::string_view folder, std::string_view name, PostgresParameters parameters) {
  return {.name = std::string(name), .sql = postgres_sql(folder, name), .parameters = std::move(parameters)};
}

std::vector<PostgresResult> PostgresTransaction::run(std::vector<PostgresCall> calls) {
  if (begun_) return connection_.run(calls);
  calls.insert(calls.begin(), begin);
  begun_ = true;
  std::vector<PostgresResult> results = connection_.run(calls);
  results.erase(results.begin());
  return results;
}

void PostgresTransaction::commit(std::vector<PostgresCall> calls) {
  if (!begun_) return;
  calls.push_back(commit_all);
  committing_ = true;
  // A transaction that failed before is "committed" without an error, and the answer says ROLLBACK.
  if (const std::string done = connection_.run(calls).back().command(); done != "COMMIT")
    throw PostgresError(PostgresError::Kind::refused, "", fmt::format("the answer to COMMIT was {}", done));
  committing_ = begun_ = false;
}

PostgresSession::PostgresSession(std::string url, std::string folder, std::shared_ptr<spdlog::logger> log)
    : url_(std::move(url)), folder_(std::move(folder)), log_(std::move(log)) {
  try {
    connect();
    migrate(*connection_, folder_);
  } catch (const PostgresError &error) {
    throw std::runtime_error(explain(url_, error));
  } catch (const NewerSchema &error) {
    throw std::runtime_error(fmt::format("the store {} {}", shown_store(url_), error.what()));
  }
}

PostgresSession::~PostgresSession() {
  if (away_) store_counts().sessions_away.fetch_sub(1, std::memory_order_relaxed);
}

void PostgresSession::connect() {
  auto made = std::make_unique<PostgresConnection>(url_);
  made->execute(sql("store", "postgresql/session"));
  if (has_sql(folder_, "postgresql/session")) made->execute(sql(folder_, "postgresql/session"));
  connection_ = std::move(made);
}

/// After a failed attempt the next one has to wait; until then whoever wants the database is told at once.
PostgresConnection &PostgresSession::connection() {
  if (connection_) return *connection_;
  if (Clock::now() < next_attempt_) throw PostgresError(PostgresError::Kind::lost, "", "the database is away");
  try {
    connect();
  } catch (const PostgresError &) {
    pause_ = std::clamp<Clock::duration>(2 * pause_, shortest_pause, longest_pause);
    next_attempt_ = Clock::now() + pause_;
    throw;
  }
  pause_ = {};
  if (std::exchange(away_, false)) {
    store_counts().sessions_away.fetch_sub(1, std::memory_order_relaxed);
    log_->info("event=database_back contract={}", folder_);
  }
  return *connection_;
}

void PostgresSession::on_lost(const PostgresError &error) {
  connection_.reset();
  if (std::exchange(away_, true)) return;
  store_counts().sessions_away.fetch_add(1, std::memory_order_relaxed);
  log_->error(
      "event=database_lost contract={} error=\"{}\" hint=\"until it is back, calls are answered that they can "
      "be sent again\"",
      folder_, error.what());
}

void PostgresSession::transact(const std::function<void(PostgresTransaction &)> &work) {
  bool was_lost = false;
  for (int attempt = 1;; ++attempt) {
    bool unknown = false;
    try {
      return try_once(work, unknown);
    } catch (const PostgresError &error) {
      const bool lost = error.kind() == PostgresError::Kind::lost;  // a silent one has taken its time already
      // What was lost may have been a connection to a server that is back: one more attempt, with a new one.
      const bool again = !unknown && attempt < most_attempts &&
                         (lost ? !std::exchange(was_lost, true) : error.kind() == PostgresError::Kind::conflict);
      if (!again) throw;
      store_counts().retries.fetch_add(1, std::memory_order_relaxed);
      log_->debug("event=begun_again contract={} sqlstate={} error=\"{}\"", folder_, error.sqlstate(), error.what());
    }
  }
}

void PostgresSession::look() {
  try {
    connection().execute("SELECT 1");
  } catch (const PostgresError &error) {
    on_lost(error);
  }
}

void PostgresSession::try_once(const std::function<void(PostgresTransaction &)> &work, bool &unknown) {
  std::optional<PostgresTransaction> transaction;
  try {
    transaction.emplace(connection());
    work(*transaction);
  } catch (const PostgresError &error) {
    unknown = transaction && transaction->is_committing() && error.is_of_the_connection();
    if (!transaction || error.is_of_the_connection()) {
      on_lost(error);
    } else {
      undo(*transaction);
    }
    throw;
  } catch (...) {
    if (transaction) undo(*transaction);
    throw;
  }
}

void PostgresSession::undo(const PostgresTransaction &transaction) {
  if (!transaction.is_open()) return;
  try {
    connection_->execute("ROLLBACK");
  } catch (const PostgresError &error) {
    on_lost(error);  // the server undoes it when it sees that the connection is gone
  }
}

}  // namespace pitboss::reference::store
