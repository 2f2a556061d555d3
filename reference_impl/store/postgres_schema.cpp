#include "reference_impl/store/postgres_schema.hpp"

#include <fmt/format.h>

#include "reference_impl/store/postgres_session.hpp"
#include "reference_impl/store/sql_files.hpp"

namespace pitboss::reference::store {
namespace {

std::string migration(std::int64_t version) {
  return fmt::format("migrate_{}", version);
}

std::int64_t newest_version(std::string_view folder) {
  std::int64_t newest = 0;
  while (has_sql(folder, migration(newest + 1)) || has_sql(folder, "postgresql/" + migration(newest + 1))) ++newest;
  return newest;
}

std::int64_t version_of(PostgresConnection &connection, std::string_view folder) {
  const PostgresResult found =
      connection.run(postgres_call("store", "load_version", PostgresParameters().text(folder)));
  return found.rows() == 0 ? 0 : found.integer(0, 0);
}

void migrate_locked(PostgresConnection &connection, std::string_view folder) {
  connection.execute(sql("store", "postgresql/make_versions"));
  const std::int64_t found = version_of(connection, folder);
  const std::int64_t newest = newest_version(folder);
  if (found > newest) {
    throw NewerSchema(
        fmt::format("is of version {} for {}, and this program knows no newer one than {}; use the newer program that "
                    "set it up, or choose another database with --store",
                    found, folder, newest));
  }
  for (std::int64_t version = found + 1; version <= newest; ++version)
    connection.execute(postgres_sql(folder, migration(version)));
  if (found < newest)
    connection.run(postgres_call("store", "save_version", PostgresParameters().text(folder).integer(newest)));
}

}  // namespace

void migrate(PostgresConnection &connection, std::string_view folder) {
  connection.execute("BEGIN");
  connection.execute(sql("store", "postgresql/lock_schema"));  // until COMMIT
  migrate_locked(connection, folder);
  connection.execute("COMMIT");
}

}  // namespace pitboss::reference::store
