#pragma once

#include <string>

#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {

/// A certificate authority of a test's own, by the openssl program. All files are PEM and vanish with it.
class CertificateAuthority {
 public:
  /// Throws std::runtime_error with what openssl said.
  CertificateAuthority();

  struct Issued {
    std::string certificate, key;  ///< paths
  };
  /// A certificate for `subject_alt_name` ("IP:127.0.0.1", "DNS:wallet.example") that ends in `days` from now;
  /// negative: it ended so long ago.
  Issued issue(const std::string &name, const std::string &subject_alt_name = "IP:127.0.0.1", int days = 2);
  /// The key of `issued` under a passphrase.
  std::string with_passphrase(const Issued &issued);

  [[nodiscard]] std::string file() const { return folder_.file("ca.pem"); }

 private:
  TemporaryFolder folder_;
};

}  // namespace pitboss::test
