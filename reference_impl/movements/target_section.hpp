#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

#include "reference_impl/movements/platform.hpp"
#include "reference_impl/movements/seed.hpp"

namespace pitboss::reference::movements {

/// The section `movements` of a target file: all that the platform can be certified with. It holds the key.
YAML::Node target_section(const std::string &base_url, const Platform &platform, const SetUp &set_up);

}  // namespace pitboss::reference::movements
