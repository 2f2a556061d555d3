#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {

/// tests/e2e/hostile_target.py before a reference server, with a target file of its own.
class HostileTarget {
 public:
  struct Setup {
    std::vector<std::string> arguments = {};    ///< of the script
    std::string base_url = "http://127.0.0.1";  ///< without the port
    std::string more = {};                      ///< lines of the target file: tls, proxy
    bool is_proxy = false;                      ///< the target is the server itself, and the script is on the way
    int request_ms = 400;                       ///< timeouts.request_ms, where no sanitizer slows the target
  };
  /// Throws std::runtime_error where the script does not start.
  HostileTarget(const ReferenceServer &upstream, const Setup &setup);

  [[nodiscard]] std::string target_file() const { return folder_.file("target.yaml"); }
  [[nodiscard]] const std::string &port() const { return port_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> process_;
  std::string port_;
};

}  // namespace pitboss::test
