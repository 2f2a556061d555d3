#pragma once

#include <string>

#include "reference_impl/http/message.hpp"

/// The sandbox of the wallet: routes beside the contract with which a tester creates players of his own.
namespace pitboss::reference::sandbox {

/// Who may use the sandbox: who sends the key as `Authorization: Bearer KEY` (RFC 6750); everybody where there is no
/// key.
class Access {
 public:
  /// Throws std::runtime_error where the key is empty and `address`, an IP address, is not of this machine alone.
  Access(std::string key, const std::string &address);

  /// Takes a time that tells nothing of where a wrong key is wrong.
  [[nodiscard]] bool admits(const http::Request &request) const;
  [[nodiscard]] bool is_open() const { return key_.empty(); }

 private:
  std::string key_;
};

}  // namespace pitboss::reference::sandbox
