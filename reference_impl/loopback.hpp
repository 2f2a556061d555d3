#pragma once

#include <string>

namespace pitboss::reference {

/// Whether only this machine reaches `address`: 127.0.0.0/8 or ::1.
bool is_loopback(const std::string &address);

}  // namespace pitboss::reference
