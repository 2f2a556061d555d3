#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/state.hpp"

namespace pitboss::reference::wallet {

/// The wallet's section of the target file: fresh launch tokens of `players`, free games, refused and expired tokens.
YAML::Node target_section(const std::string &base_url, const Settings &settings,
                          const std::vector<PlayerAccount> &players);

}  // namespace pitboss::reference::wallet
