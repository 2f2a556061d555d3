#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace pitboss::reference {

/// Writes the target file (design.md, Files) with which `pitboss check` finds this server: the sections of the
/// contracts under their names. It holds secrets, so that its owner alone may read it (mode 0600); it appears whole or
/// not at all. Throws std::runtime_error that names the file.
void write_target_file(const std::filesystem::path &file,
                       const std::vector<std::pair<std::string, YAML::Node>> &sections);

}  // namespace pitboss::reference
