#pragma once

#include <cstdint>

namespace pitboss::reference {

/// Lets this process open as many files and sockets as it may without further rights: the soft limit becomes the hard
/// one (getrlimit(2), RLIMIT_NOFILE). Shells give a soft limit of 1024 for the sake of select(2), which the server does
/// not use; each client needs a descriptor. Returns the limit that holds afterwards.
std::uint64_t raise_open_files_limit();

}  // namespace pitboss::reference
