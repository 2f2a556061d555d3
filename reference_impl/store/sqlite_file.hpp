#pragma once

#include <functional>
#include <memory>
#include <string>

#include "reference_impl/store/sqlite.hpp"

/// A file that is a store of this program.
namespace pitboss::reference::store {

/// Opens the file, or makes it, or a database in memory (":memory:"), for this process alone, and brings its schema up
/// to date: runs reference_impl/FOLDER/sql/migrate_N.sql for each N above the version that the file says it has. Throws
/// std::runtime_error with what is wrong (not writable, in use, damaged, of another program, of a newer version) and
/// what to do.
std::unique_ptr<Database> open_sqlite_file(const std::string &file, std::string_view folder);

/// What SQLite says of the file, for the user.
std::string explain(const std::string &file, const SqliteError &error);

/// BEGIN, `work`, COMMIT; all of it is undone where something throws.
void in_transaction(Database &database, const std::function<void()> &work);

}  // namespace pitboss::reference::store
