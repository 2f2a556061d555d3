#include "reference_impl/sandbox/access.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "reference_impl/loopback.hpp"
#include "reference_impl/secrets.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::sandbox {

Access::Access(std::string key, const std::string &address) : key_(std::move(key)) {
  if (!key_.empty() || is_loopback(address)) return;
  throw std::runtime_error(
      fmt::format("on {} others than this machine could create players with funds; give --sandbox-key KEY (or set "
                  "PITBOSS_SANDBOX_KEY), or listen on 127.0.0.1",
                  address));
}

bool Access::admits(const http::Request &request) const {
  if (is_open()) return true;
  constexpr std::string_view scheme = "Bearer ";
  const std::string *header = request.header("Authorization");
  if (header == nullptr) return false;
  const std::string_view given = *header;
  return wire::equal_ignoring_case(given.substr(0, scheme.size()), scheme) &&
         same_secret(given.substr(scheme.size()), key_);
}

}  // namespace pitboss::reference::sandbox
