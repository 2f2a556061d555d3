#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pitboss::target {

/// Replaces secrets in texts that go to a report, a log or a terminal.
class Redactor {
 public:
  /// `secret` is shown as `shown` ("${WALLET_SECRET}", "<wallet.hmac_secret>"). Empty secrets are ignored.
  void add(std::string secret, std::string shown);
  [[nodiscard]] std::string operator()(std::string_view text) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>> &secrets() const { return secrets_; }

 private:
  std::vector<std::pair<std::string, std::string>> secrets_;  // longest first, so that no secret hides inside another
};

}  // namespace pitboss::target
