#include "simulator/scenario/contract.hpp"
#include "simulator/scenario/rest_contract.hpp"
#include "simulator/scenario/wallet_contract.hpp"

namespace pitboss::scenario {

std::unique_ptr<Contract> make_contract(const std::string &name, const RunSetup &setup) {
  if (RestCalls::of(name) != nullptr) return std::make_unique<RestContract>(name, setup);
  return std::make_unique<WalletContract>(setup);
}

}  // namespace pitboss::scenario
