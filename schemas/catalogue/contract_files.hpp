#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace pitboss::catalogue {

/// The bytes of a published file of a contract, embedded in the program: requirement catalogue, JSON Schemas, OpenAPI.
/// `path` is seen from the root of the tree: "schemas/wallet/balance.response.json". nullopt where there is no such
/// file.
std::optional<std::string_view> contract_file(std::string_view path);

/// The paths of all of them, sorted.
std::vector<std::string_view> contract_file_names();

}  // namespace pitboss::catalogue
