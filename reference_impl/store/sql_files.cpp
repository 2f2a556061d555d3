#include "reference_impl/store/sql_files.hpp"

#include <optional>
#include <stdexcept>
#include <string>

namespace pitboss::reference::store {

std::optional<std::string_view> sql_file(std::string_view path);  // generated from reference_impl/*/sql

namespace {

std::optional<std::string_view> find_sql(std::string_view folder, std::string_view name) {
  return sql_file("reference_impl/" + std::string(folder) + "/sql/" + std::string(name) + ".sql");
}

}  // namespace

std::string_view sql(std::string_view folder, std::string_view name) {
  const auto text = find_sql(folder, name);
  if (!text) throw std::logic_error("no such SQL file: " + std::string(folder) + "/" + std::string(name));
  return *text;
}

bool has_sql(std::string_view folder, std::string_view name) {
  return find_sql(folder, name).has_value();
}

}  // namespace pitboss::reference::store
