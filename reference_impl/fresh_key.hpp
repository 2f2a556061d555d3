#pragma once

#include <string>

namespace pitboss::reference {

/// A new secret: 32 bytes of the operating system's random numbers, in hex. Throws std::runtime_error where it has
/// none.
std::string fresh_key();

}  // namespace pitboss::reference
