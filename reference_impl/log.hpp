#pragma once

#include <memory>
#include <string>

namespace spdlog {
class logger;
}

namespace pitboss::reference {

/// A log on standard error: one line an event, `time level event=NAME key=value …`. Secrets, tokens and bodies never
/// get into it. Throws std::runtime_error for an unknown level.
std::shared_ptr<spdlog::logger> make_log(const std::string &level);

}  // namespace pitboss::reference
