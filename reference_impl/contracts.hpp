#pragma once

#include "reference_impl/contract.hpp"
#include "reference_impl/faults/deviations.hpp"

namespace pitboss::reference {

/// A row of the list of contracts: all that the server knows of one.
struct ContractInfo {
  std::string name;  ///< "wallet": of its folders, its ids and its section of the target file
  /// Opens the store and sets it up. Throws std::runtime_error with a message for the user.
  std::unique_ptr<Contract> (*make)(const Host &);
  Deviations (*faults)();
  Deviations (*variants)();
  std::vector<SettingInfo> (*settings)();  ///< options of `pitboss serve` that it understands
};

/// In the order of their sections in the target file.
const std::vector<ContractInfo> &all_contracts();

}  // namespace pitboss::reference
