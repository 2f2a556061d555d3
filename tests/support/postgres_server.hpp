#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {

/// A PostgreSQL server of a test's own, on 127.0.0.1, in a temporary folder; gone with the test. Its superuser is
/// `pitboss` with the password `secret word`; there is one database, `pitboss`.
class PostgresServer {
 public:
  /// Throws std::runtime_error where PostgreSQL is not installed, or does not start.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer &) = delete;
  PostgresServer &operator=(const PostgresServer &) = delete;

  /// As `pitboss serve --store` takes it.
  [[nodiscard]] std::string url(const std::string &database = "pitboss") const;
  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Runs SQL as the superuser and returns what psql prints. Throws std::runtime_error where it fails.
  std::string sql(const std::string &text, const std::string &database = "pitboss") const;

  /// Ends it at once, as a crash would: nobody is asked.
  void crash();
  /// Starts it again, on the same data and port.
  void start();

 private:
  [[nodiscard]] bool start_at(std::uint16_t port);

  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

/// A new database on a server that all tests of this process share.
class PostgresDatabase {
 public:
  PostgresDatabase();

  [[nodiscard]] std::string url() const;
  std::string sql(const std::string &text) const;

 private:
  std::string name_;
};

}  // namespace pitboss::test
