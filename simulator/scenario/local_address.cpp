#include "simulator/scenario/local_address.hpp"

#include <ifaddrs.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <set>

namespace pitboss::scenario {
namespace {

std::string address_text(const sockaddr *address, socklen_t size) {
  std::array<char, NI_MAXHOST> text{};
  if (::getnameinfo(address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) return "";
  return text.data();
}

std::set<std::string> own_addresses() {
  std::set<std::string> own;
  ifaddrs *first = nullptr;
  if (::getifaddrs(&first) != 0) return own;
  for (const ifaddrs *each = first; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr) continue;
    if (each->ifa_addr->sa_family == AF_INET) own.insert(address_text(each->ifa_addr, sizeof(sockaddr_in)));
    if (each->ifa_addr->sa_family == AF_INET6) own.insert(address_text(each->ifa_addr, sizeof(sockaddr_in6)));
  }
  ::freeifaddrs(first);
  return own;
}

}  // namespace

std::string authority_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find_first_of("/?#")));
}

std::string host_of(std::string_view url) {
  const std::string authority = authority_of(url);
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

std::vector<std::string> resolve(const std::string &host, std::string &error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo *first = nullptr;
  const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &first);
  std::vector<std::string> addresses;
  if (code != 0) {
    error = ::gai_strerror(code);
    return addresses;
  }
  for (const addrinfo *each = first; each != nullptr; each = each->ai_next)
    addresses.push_back(address_text(each->ai_addr, each->ai_addrlen));
  ::freeaddrinfo(first);
  return addresses;
}

bool is_local_address(const std::string &host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  std::string error;
  const std::set<std::string> own = own_addresses();
  const std::vector<std::string> addresses = resolve(host, error);
  return !addresses.empty() && std::all_of(addresses.begin(), addresses.end(), [&](const std::string &address) {
    return address.starts_with("127.") || address == "::1" || own.contains(address);
  });
}

}  // namespace pitboss::scenario
