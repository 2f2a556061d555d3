#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

/// PostgreSQL's C library as C++ objects: what is opened is closed, what fails throws, nothing waits for ever.
namespace pitboss::reference::store {

class PostgresError : public std::runtime_error {
 public:
  enum class Kind {
    lost,      ///< the connection is of no more use: the server is away, going down, or not the primary any more
    silent,    ///< the connection is of no more use: no answer came in time
    conflict,  ///< another transaction was in the way; the whole transaction may succeed when it is begun again
    refused,   ///< the server did not do it: a constraint, a full disk, a statement that took too long
  };
  /// `sqlstate`: five characters (PostgreSQL, appendix A), or empty where it was not the server that failed.
  PostgresError(Kind kind, std::string sqlstate, const std::string &message)
      : std::runtime_error(message), kind_(kind), sqlstate_(std::move(sqlstate)) {}
  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_of_the_connection() const { return kind_ == Kind::lost || kind_ == Kind::silent; }
  [[nodiscard]] const std::string &sqlstate() const { return sqlstate_; }

 private:
  Kind kind_;
  std::string sqlstate_;
};

/// The parameters of a statement, in their order.
class PostgresParameters {
 public:
  PostgresParameters &text(std::string_view value);
  PostgresParameters &integer(std::int64_t value);
  PostgresParameters &null();
  /// Arrays, for `unnest`: text[] and bigint[].
  PostgresParameters &texts(const std::vector<std::string> &values);
  PostgresParameters &integers(const std::vector<std::int64_t> &values);
  PostgresParameters &integers(const std::vector<std::optional<std::int64_t>> &values);

 private:
  friend class PostgresConnection;
  struct Parameter {
    std::optional<std::string> bytes;  // nullopt: NULL
    bool binary = false;
  };
  std::vector<Parameter> list_;
};

/// The rows of a statement, counted from 0 as the columns are.
class PostgresResult {
 public:
  explicit PostgresResult(pg_result *result);

  [[nodiscard]] int rows() const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string text(int row, int column) const;
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  [[nodiscard]] bool boolean(int row, int column) const;
  [[nodiscard]] bool is_null(int row, int column) const;
  [[nodiscard]] bool is_integer(int column) const;
  /// What the server says it did: "COMMIT", "INSERT 0 1".
  [[nodiscard]] std::string command() const;
  [[nodiscard]] const pg_result *handle() const { return result_.get(); }

 private:
  std::shared_ptr<pg_result> result_;
};

/// A statement to be run: its name, under which the server keeps it prepared, its text, its parameters.
struct PostgresCall {
  std::string name;
  std::string_view sql;
  PostgresParameters parameters = {};
};

/// One session. One thread at a time. After an error of the connection it is only good to be destroyed.
class PostgresConnection {
 public:
  /// `url`: postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with libpq's parameters. Throws PostgresError.
  explicit PostgresConnection(const std::string &url);

  /// Runs all calls in one round trip; statements are prepared at their first use. Throws the first failure, after
  /// which the later calls were not run. Outside of BEGIN and COMMIT the calls are one transaction.
  std::vector<PostgresResult> run(std::span<const PostgresCall> calls);
  PostgresResult run(const PostgresCall &call);
  /// Runs SQL statements whose rows nobody wants.
  void execute(std::string_view sql);

  /// How long an answer may take before the connection counts as lost.
  static constexpr std::chrono::seconds answer_limit{8};

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct Close {
    void operator()(pg_conn *connection) const;
  };

  /// What was sent, in the order in which the results come.
  struct Sent {
    const PostgresCall *call;
    bool prepares;
  };

  std::vector<Sent> send(std::span<const PostgresCall> calls);
  void send_parameters(const PostgresCall &call);
  std::vector<PostgresResult> receive(const std::vector<Sent> &sent);
  std::optional<PostgresResult> next_result(Deadline deadline);
  void await_input(Deadline deadline);
  void check(bool done) const;
  [[nodiscard]] PostgresError lost(std::string_view why = {}) const;

  std::unique_ptr<pg_conn, Close> handle_;
  std::set<std::string, std::less<>> prepared_;
};

/// A value of an application as PostgreSQL can keep it, which takes valid UTF-8 without U+0000 only: any other byte,
/// and the escape U+0001 itself, becomes U+0001 and two hex digits. Different texts stay different.
std::string to_postgres_text(std::string_view text);
std::string from_postgres_text(std::string_view text);

}  // namespace pitboss::reference::store
