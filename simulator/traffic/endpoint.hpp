#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "simulator/target/target_file.hpp"

namespace pitboss::traffic {

/// Where requests go: looked up once, so that no connection waits for a name.
struct Endpoint {
  std::vector<boost::asio::ip::tcp::endpoint> addresses;  ///< the first that takes a connection is used by all
  std::string host;                                       ///< for TLS: what the certificate must be for
  std::shared_ptr<boost::asio::ssl::context> tls;         ///< null: plain
  target::Timeouts timeouts;
};

/// Looks the base URL up and makes one connection. Throws std::runtime_error: what is wrong and what to do. The base
/// URL must be right (target files have looked at it).
Endpoint find_endpoint(const std::string &base_url, const target::Tls &tls, const target::Timeouts &timeouts);

}  // namespace pitboss::traffic
