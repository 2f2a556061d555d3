#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C interface as C++ objects: what is opened is closed, what fails throws.
namespace pitboss::reference::store {

class SqliteError : public std::runtime_error {
 public:
  /// `code`: SQLite's result code, extended or primary.
  SqliteError(int code, const std::string &message) : std::runtime_error(message), extended_code_(code) {}
  [[nodiscard]] int code() const { return extended_code_ & 0xff; }  ///< the primary result code
  /// The file is wrong, or cannot be read or synced to disk any more: what it holds is not to be relied on, and trying
  /// again will not help.
  [[nodiscard]] bool is_damage() const;
  /// The statement or its values are wrong, a NULL where none may be, say; it changed nothing, and the transaction goes
  /// on.
  [[nodiscard]] bool is_of_statement() const;

 private:
  int extended_code_;
};

class Database {
 public:
  /// Opens the file, or makes it. Throws SqliteError.
  explicit Database(const std::string &file);
  ~Database();
  Database(const Database &) = delete;
  Database &operator=(const Database &) = delete;

  /// Runs SQL statements that give no rows, or whose rows nobody wants.
  void execute(std::string_view text);
  /// The first column of the first row of a query, as text; empty where there is none.
  std::string query_text(std::string_view text);
  /// How many rows were changed since it was opened.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] sqlite3 *handle() const { return handle_; }

 private:
  sqlite3 *handle_ = nullptr;
};

/// A prepared statement. Bind its parameters in order, then step.
class Statement {
 public:
  Statement(Database &database, std::string_view text);
  ~Statement();
  Statement(const Statement &) = delete;
  Statement &operator=(const Statement &) = delete;

  /// Makes it ready for another use.
  Statement &reset();
  Statement &bind(std::string_view text);
  Statement &bind(std::int64_t number);
  Statement &bind_null();
  /// For statements with parameters of the form $1, $2, …, which SQLite takes for names: binds `$number`, if the
  /// statement has it.
  Statement &bind_numbered(int number, std::string_view text);
  Statement &bind_numbered(int number, std::int64_t value);
  Statement &bind_numbered_null(int number);
  /// True: a row is there to be read.
  bool step();
  /// For a statement without rows: step and reset.
  void run();

  // The columns of the row, from 0.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] bool is_integer(int column) const;
  [[nodiscard]] int columns() const;

 private:
  [[nodiscard]] int index_of(int number) const;
  void check(int code) const;

  Database &database_;
  sqlite3_stmt *statement_ = nullptr;
  int bound_ = 0;
};

}  // namespace pitboss::reference::store
