#include <filesystem>

#include "reference_impl/store/memory_store.hpp"
#include "reference_impl/store/postgres_sql_store.hpp"
#include "reference_impl/store/postgres_store.hpp"
#include "reference_impl/store/sqlite_sql_store.hpp"
#include "reference_impl/store/sqlite_store.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/store/store_place.hpp"

namespace pitboss::reference::store {
namespace {

/// pitboss.db of the contract feed is pitboss.feed.db.
std::string beside(const std::string &file, const std::string &contract) {
  const std::filesystem::path path = file;
  return path.parent_path() / (path.stem().string() + "." + contract + path.extension().string());
}

}  // namespace

std::unique_ptr<Store> open_store(const std::string &name, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal) {
  const StorePlace place = store_place(name);
  switch (place.kind) {
    case StorePlace::Kind::memory:
      break;
    case StorePlace::Kind::sqlite:
      return std::make_unique<SqliteStore>(place.where, std::move(log), std::move(on_fatal));
    case StorePlace::Kind::postgres:
      return std::make_unique<PostgresStore>(place.where, std::move(log));
  }
  return std::make_unique<MemoryStore>(std::move(log));
}

std::unique_ptr<SqlStore> open_sql_store(const std::string &name, const std::string &contract,
                                         std::shared_ptr<spdlog::logger> log, OnFatal on_fatal) {
  const StorePlace place = store_place(name);
  if (place.kind == StorePlace::Kind::postgres)
    return std::make_unique<PostgresSqlStore>(place.where, contract, std::move(log));
  const std::string file = place.kind == StorePlace::Kind::sqlite ? beside(place.where, contract) : ":memory:";
  return std::make_unique<SqliteSqlStore>(file, contract, std::move(log), std::move(on_fatal));
}

}  // namespace pitboss::reference::store
