#pragma once

#include <string_view>

namespace pitboss::reference {

/// Whether a secret was given rightly. How long that takes says nothing about where the two differ.
bool same_secret(std::string_view given, std::string_view right);

}  // namespace pitboss::reference
