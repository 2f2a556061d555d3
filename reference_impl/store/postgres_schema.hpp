#pragma once

#include <stdexcept>
#include <string_view>

#include "reference_impl/store/postgres.hpp"

namespace pitboss::reference::store {

/// The schema is of a version that this program does not know. what() continues "the store NAME ".
class NewerSchema : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Brings the tables of the contract in `folder` up to date: runs migrate_N.sql, PostgreSQL's own or the one that all
/// engines share, for each N above the version that the database says it has. Servers that start at once on one
/// database do it one after the other. Throws PostgresError and NewerSchema.
void migrate(PostgresConnection &connection, std::string_view folder);

}  // namespace pitboss::reference::store
