#include "reference_impl/store/sqlite.hpp"

#include <sqlite3.h>

namespace pitboss::reference::store {
namespace {

SqliteError error_of(sqlite3 *handle, int code) {
  if (handle == nullptr) return {code, sqlite3_errstr(code)};
  return {sqlite3_extended_errcode(handle), sqlite3_errmsg(handle)};
}

[[noreturn]] void fail(sqlite3 *handle, int code) {
  throw SqliteError(error_of(handle, code));
}

}  // namespace

bool SqliteError::is_damage() const {
  switch (extended_code_) {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_FSYNC:  // the kernel may have dropped what it could not write, and not say so again
    case SQLITE_IOERR_DIR_FSYNC:
      return true;
    default:
      return code() == SQLITE_CORRUPT || code() == SQLITE_NOTADB;
  }
}

bool SqliteError::is_of_statement() const {
  switch (code()) {
    case SQLITE_CONSTRAINT:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_TOOBIG:
      return true;
    default:
      return false;
  }
}

Database::Database(const std::string &file) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;  // one thread at a time
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  if (code == SQLITE_OK) return;
  const SqliteError error = error_of(handle_, code);
  sqlite3_close(handle_);
  throw SqliteError(error);
}

Database::~Database() {
  sqlite3_close(handle_);
}

void Database::execute(std::string_view text) {
  const int code = sqlite3_exec(handle_, std::string(text).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle_, code);
}

std::int64_t Database::changes() const {
  return sqlite3_total_changes64(handle_);
}

std::string Database::query_text(std::string_view text) {
  Statement statement(*this, text);
  return statement.step() ? statement.text(0) : std::string();
}

Statement::Statement(Database &database, std::string_view text) : database_(database) {
  const int code = sqlite3_prepare_v3(database.handle(), text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) fail(database.handle(), code);
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement &Statement::reset() {
  sqlite3_reset(statement_);
  bound_ = 0;
  return *this;
}

Statement &Statement::bind(std::string_view text) {
  check(sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement &Statement::bind(std::int64_t number) {
  check(sqlite3_bind_int64(statement_, ++bound_, number));
  return *this;
}

Statement &Statement::bind_null() {
  check(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

Statement &Statement::bind_numbered(int number, std::string_view text) {
  if (const int index = index_of(number); index != 0)
    check(sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement &Statement::bind_numbered(int number, std::int64_t value) {
  if (const int index = index_of(number); index != 0) check(sqlite3_bind_int64(statement_, index, value));
  return *this;
}

Statement &Statement::bind_numbered_null(int number) {
  if (const int index = index_of(number); index != 0) check(sqlite3_bind_null(statement_, index));
  return *this;
}

int Statement::index_of(int number) const {
  return sqlite3_bind_parameter_index(statement_, ("$" + std::to_string(number)).c_str());
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) fail(database_.handle(), code);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const SqliteError error = error_of(database_.handle(), code);
  sqlite3_reset(statement_);
  throw SqliteError(error);
}

void Statement::run() {
  step();
  reset();
}

std::string Statement::text(int column) const {
  const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(statement_, column));
  return data == nullptr ? std::string()
                         : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_INTEGER;
}

int Statement::columns() const {
  return sqlite3_column_count(statement_);
}

}  // namespace pitboss::reference::store
