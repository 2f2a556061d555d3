#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace pitboss::target {

/// A base URL taken apart.
struct BaseUrl {
  bool tls = false;
  std::string host;  ///< without the brackets of an IPv6 address
  std::uint16_t port = 80;
  std::string path;  ///< before every path of a request; no slash at its end

  [[nodiscard]] bool is_loopback() const;       ///< localhost, 127.0.0.0/8 or ::1
  [[nodiscard]] std::string authority() const;  ///< "wallet.example", "127.0.0.1:8080", "[::1]:8080": the Host header
  [[nodiscard]] std::string host_and_port() const;  ///< "wallet.example:443", for people
  [[nodiscard]] std::string to_string() const;      ///< without a slash at the end
};

/// The URL, or in one sentence what is wrong with it.
std::variant<BaseUrl, std::string> parse_base_url(const std::string &text);

}  // namespace pitboss::target
