#include "reference_impl/loopback.hpp"

#include <arpa/inet.h>

#include <cstdint>

namespace pitboss::reference {

bool is_loopback(const std::string &address) {
  constexpr std::uint32_t loopback_network = 127;
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == loopback_network;
  in6_addr v6{};
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6) != 0;
}

}  // namespace pitboss::reference
