#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "reference_impl/store/memory_store.hpp"
#include "reference_impl/store/sqlite_sql_store.hpp"
#include "reference_impl/store/sqlite_store.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {
namespace {

/// The file of "sqlite:FILE"; empty for "memory".
std::string file_of(const std::string &name) {
  constexpr std::string_view sqlite = "sqlite:";
  if (name == "memory") return {};
  if (name.starts_with(sqlite) && name.size() > sqlite.size()) return name.substr(sqlite.size());
  throw std::runtime_error(fmt::format("there is no store \"{}\"; give memory, or sqlite:FILE", name));
}

/// pitboss.db of the contract feed is pitboss.feed.db.
std::string beside(const std::string &file, const std::string &contract) {
  const std::filesystem::path path = file;
  return path.parent_path() / (path.stem().string() + "." + contract + path.extension().string());
}

}  // namespace

std::unique_ptr<Store> open_store(const std::string &name, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal) {
  const std::string file = file_of(name);
  if (file.empty()) return std::make_unique<MemoryStore>(std::move(log));
  return std::make_unique<SqliteStore>(file, std::move(log), std::move(on_fatal));
}

std::unique_ptr<SqlStore> open_sql_store(const std::string &name, const std::string &contract,
                                         std::shared_ptr<spdlog::logger> log, OnFatal on_fatal) {
  const std::string file = file_of(name);
  return std::make_unique<SqliteSqlStore>(file.empty() ? ":memory:" : beside(file, contract), contract, std::move(log),
                                          std::move(on_fatal));
}

}  // namespace pitboss::reference::store
