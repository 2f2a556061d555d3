#include "reference_impl/log.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <stdexcept>

namespace pitboss::reference {

std::shared_ptr<spdlog::logger> make_log(const std::string &level) {
  const auto parsed = spdlog::level::from_str(level);
  if (parsed == spdlog::level::off && level != "off") {
    throw std::runtime_error(
        fmt::format("there is no log level \"{}\"; give trace, debug, info, warn, error or off", level));
  }
  auto log = std::make_shared<spdlog::logger>("pitboss", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_formatter(std::make_unique<spdlog::pattern_formatter>("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v",
                                                                 spdlog::pattern_time_type::utc));
  log->set_level(parsed);
  log->flush_on(spdlog::level::warn);
  return log;
}

}  // namespace pitboss::reference
