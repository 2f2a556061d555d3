#include "reference_impl/contracts.hpp"

#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/movements/deviations.hpp"
#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/feed/contract.hpp"
#include "reference_impl/movements/contract.hpp"
#include "reference_impl/wallet/contract.hpp"

namespace pitboss::reference {

const std::vector<ContractInfo> &all_contracts() {
  static const std::vector<ContractInfo> contracts = {
      {"wallet", wallet::make_contract, wallet::faults::all_faults, wallet::faults::all_variants,
       wallet::list_settings},
      {"feed", feed::make_contract, feed::faults::all_faults, feed::faults::all_variants, feed::list_settings},
      {"movements", movements::make_contract, movements::faults::all_faults, movements::faults::all_variants,
       movements::list_settings},
  };
  return contracts;
}

}  // namespace pitboss::reference
