#pragma once

#include <string_view>

namespace pitboss::reference::store {

/// The SQL file reference_impl/FOLDER/sql/NAME.sql: "wallet", "load_round". Throws std::logic_error where there is
/// none.
std::string_view sql(std::string_view folder, std::string_view name);
/// Whether there is one.
bool has_sql(std::string_view folder, std::string_view name);

}  // namespace pitboss::reference::store
