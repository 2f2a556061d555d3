#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/state.hpp"

namespace pitboss::reference {

/// Writes the target file (design.md, Files) with which `pitboss check` finds this server: fresh launch tokens of
/// `players`, free games, refused and expired tokens. It holds secrets, so that its owner alone may read it (mode
/// 0600); it appears whole or not at all. Throws std::runtime_error that names the file.
void write_target_file(const std::filesystem::path &file, const std::string &base_url, const wallet::Settings &settings,
                       const std::vector<wallet::PlayerAccount> &players);

}  // namespace pitboss::reference
