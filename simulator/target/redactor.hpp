#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pitboss::target {

/// Replaces secrets in texts that go to a report, a log or a terminal.
class Redactor {
 public:
  /// `secret` is shown as `shown` ("${WALLET_SECRET}", "<wallet.hmac_secret>"). Empty secrets are ignored, and so is a
  /// secret that is known already. Where JSON writes the secret with escapes that form is replaced as well.
  void add(std::string secret, std::string shown);
  [[nodiscard]] std::string operator()(std::string_view text) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>> &secrets() const { return secrets_; }

  /// A part of a text: `shown` is null for what is no secret.
  struct Piece {
    std::string_view text;
    const std::string *shown = nullptr;
  };
  /// The text in order, divided where secrets begin and end. The views last as long as `text` and this redactor.
  [[nodiscard]] std::vector<Piece> split(std::string_view text) const;

 private:
  void insert(std::string secret, std::string shown);

  std::vector<std::pair<std::string, std::string>> secrets_;  // longest first, so that no secret hides inside another
  std::string first_bytes_;                                   // of the secrets: where one can begin
};

/// A redactor that learns while a run goes on: launch tokens that a command printed. Safe from any thread.
class Secrets {
 public:
  explicit Secrets(Redactor known) : redactor_(std::make_shared<const Redactor>(std::move(known))) {}
  /// See Redactor::add.
  void learn(const std::string &secret, const std::string &shown);
  /// What is known by now.
  [[nodiscard]] std::shared_ptr<const Redactor> redactor() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Redactor> redactor_;
};

}  // namespace pitboss::target
