#pragma once

#include <string>

/// What `--store` names.
namespace pitboss::reference::store {

struct StorePlace {
  enum class Kind { memory, sqlite, postgres };
  Kind kind = Kind::memory;
  std::string where;  ///< SQLite: the file; PostgreSQL: the URL, which may hold a password
};

/// Reads "memory", "sqlite:FILE" or "postgresql://…". Throws std::runtime_error for anything else.
StorePlace store_place(const std::string &name);

/// The name as it may be shown and logged: a URL without password and parameters.
std::string shown_store(const std::string &name);

}  // namespace pitboss::reference::store
