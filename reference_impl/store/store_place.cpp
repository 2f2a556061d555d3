#include "reference_impl/store/store_place.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace pitboss::reference::store {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";
constexpr std::string_view postgres_schemes[] = {"postgresql://", "postgres://"};  // as libpq has them

}  // namespace

StorePlace store_place(const std::string &name) {
  if (name == "memory") return {.kind = StorePlace::Kind::memory, .where = {}};
  if (name.starts_with(sqlite_scheme) && name.size() > sqlite_scheme.size())
    return {.kind = StorePlace::Kind::sqlite, .where = name.substr(sqlite_scheme.size())};
  for (const std::string_view scheme : postgres_schemes)
    if (name.starts_with(scheme)) return {.kind = StorePlace::Kind::postgres, .where = name};
  throw std::runtime_error(
      fmt::format("there is no store \"{}\"; give memory, sqlite:FILE, or postgresql://USER@HOST:PORT/DATABASE",
                  shown_store(name)));
}

/// Of any URL, be its scheme right or mistyped: a password is no less secret for that. An `@` in a password that should
/// have been percent-encoded is part of it.
std::string shown_store(const std::string &name) {
  const std::size_t scheme_end = name.find("://");
  if (scheme_end == std::string::npos) return name;
  const std::size_t begin = scheme_end + 3;
  std::string shown = name.substr(0, name.find('?', begin));
  const std::size_t at = shown.rfind('@');
  const std::size_t colon = shown.find(':', begin);
  if (at != std::string::npos && colon < at) shown.erase(colon, at - colon);
  return shown;
}

}  // namespace pitboss::reference::store
