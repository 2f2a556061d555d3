#include "reference_impl/store/sqlite_file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <charconv>
#include <filesystem>

#include "reference_impl/store/sql_files.hpp"

namespace pitboss::reference::store {
namespace {

constexpr std::string_view application_id = "1349088354";  // "Pitb": marks the file as ours

void mark_as_ours(Database &database, const std::string &file) {
  if (database.query_text("SELECT count(*) FROM sqlite_schema") == "0")
    database.execute(fmt::format("PRAGMA application_id = {}", application_id));
  if (database.query_text("PRAGMA application_id") != application_id)
    throw std::runtime_error(
        fmt::format("{} is a database of another program; choose another file with --store", file));
}

int version_of(Database &database) {
  const std::string text = database.query_text("PRAGMA user_version");
  int version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  return version;
}

/// SQLite would throw away the log of a file that is not there, and with it what was answered.
void check_log(const std::string &file) {
  const auto size = [](const std::string &name) {
    std::error_code error;
    const std::uintmax_t bytes = std::filesystem::file_size(name, error);
    return error ? 0 : bytes;
  };
  if (size(file) > 0 || size(file + "-wal") == 0) return;
  throw std::runtime_error(
      fmt::format("the store {0} is missing or empty, but its log {0}-wal is there; restore it from a copy, or remove "
                  "the log too to begin afresh",
                  file));
}

std::string migration(int version) {
  return fmt::format("migrate_{}", version);
}

void migrate(Database &database, const std::string &file, std::string_view folder) {
  int newest = 0;
  while (has_sql(folder, migration(newest + 1))) ++newest;
  const int found = version_of(database);
  if (found > newest) {
    throw std::runtime_error(
        fmt::format("the store {} is of version {}, and this program knows no newer one than {}; use the newer program "
                    "that wrote it, or choose another file with --store",
                    file, found, newest));
  }
  for (int version = found + 1; version <= newest; ++version) {
    in_transaction(database, [&] {
      database.execute(sql(folder, migration(version)));
      database.execute(fmt::format("PRAGMA user_version = {}", version));
    });
  }
}

}  // namespace

std::string explain(const std::string &file, const SqliteError &error) {
  switch (error.code()) {
    case SQLITE_BUSY:
      return fmt::format("the store {} is in use by another server; stop it, or choose another file with --store",
                         file);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return fmt::format("the store {} is damaged ({}); restore it from a copy, or choose another file with --store",
                         file, error.what());
    case SQLITE_CANTOPEN:
      return fmt::format("cannot open the store {}; does its folder exist, and may this user write there?", file);
    default:
      return fmt::format("cannot use the store {}: {}; is the disk full, or the file read-only?", file, error.what());
  }
}

std::unique_ptr<Database> open_sqlite_file(const std::string &file, std::string_view folder) {
  check_log(file);
  try {
    auto database = std::make_unique<Database>(file);
    database->execute(sql("store", "open"));
    mark_as_ours(*database, file);
    const std::string health = database->query_text("PRAGMA quick_check(1)");
    if (health != "ok") throw SqliteError(SQLITE_CORRUPT, health);
    migrate(*database, file, folder);
    return database;
  } catch (const SqliteError &error) {
    throw std::runtime_error(explain(file, error));
  }
}

void in_transaction(Database &database, const std::function<void()> &work) {
  database.execute("BEGIN");
  try {
    work();
    database.execute("COMMIT");
  } catch (...) {
    // SQLite rolls back by itself after some errors (a full disk, say); then there is nothing left to roll back.
    if (sqlite3_get_autocommit(database.handle()) == 0) database.execute("ROLLBACK");
    throw;
  }
}

}  // namespace pitboss::reference::store
