#pragma once

#include <cstdint>

namespace pitboss::test {

/// A TCP port of 127.0.0.1 that nobody uses now, for programs that cannot let the kernel choose. Another process may
/// take it meanwhile: whoever starts the program tries again with another one.
std::uint16_t free_port();

}  // namespace pitboss::test
