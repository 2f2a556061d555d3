#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/reference_server.hpp"
#include "tests/support/postgres_server.hpp"

namespace pitboss::test {

/// Three `pitboss serve` on one PostgreSQL database, and HAProxy before them, which gives each request to the next one.
/// A request on its way to a server that dies is not sent again by the proxy: it cannot know whether it was applied.
class BalancedServers {
 public:
  /// `options`: more options of `pitboss serve`, with their values. Throws std::runtime_error where a program is not
  /// installed, or does not start.
  explicit BalancedServers(const std::vector<std::string> &options);

  /// The target file of all three together.
  [[nodiscard]] std::string target_file() const { return folder_.file("target.yaml"); }

  /// Returns when the server has answered some hundred requests of clients.
  void wait_until_busy(std::size_t server) const;
  /// SIGKILL.
  void kill(std::size_t server) { servers_.at(server)->kill(); }

 private:
  [[nodiscard]] bool start_proxy_at(std::uint16_t port);
  [[nodiscard]] std::string proxy_configuration(std::uint16_t port) const;

  TemporaryFolder folder_;
  PostgresServer database_;
  std::array<std::unique_ptr<ReferenceServer>, 3> servers_;
  std::unique_ptr<ChildProcess> proxy_;
};

}  // namespace pitboss::test
