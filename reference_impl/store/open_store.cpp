#include <fmt/format.h>

#include <stdexcept>

#include "reference_impl/store/memory_store.hpp"
#include "reference_impl/store/sqlite_store.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

std::unique_ptr<Store> open_store(const std::string &name, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal) {
  constexpr std::string_view sqlite = "sqlite:";
  if (name == "memory") return std::make_unique<MemoryStore>(std::move(log));
  if (name.starts_with(sqlite) && name.size() > sqlite.size()) {
    return std::make_unique<SqliteStore>(name.substr(sqlite.size()), std::move(log), std::move(on_fatal));
  }
  throw std::runtime_error(fmt::format("there is no store \"{}\"; give memory, or sqlite:FILE", name));
}

}  // namespace pitboss::reference::store
