#pragma once

#include "reference_impl/contract.hpp"

namespace pitboss::reference::movements {

std::unique_ptr<Contract> make_contract(const Host &host);
std::vector<SettingInfo> list_settings();

}  // namespace pitboss::reference::movements
