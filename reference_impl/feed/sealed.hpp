#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/wire/signature.hpp"

namespace pitboss::reference::feed {

/// Texts that go out and come back unchanged or not at all: access tokens and cursors. What they say is signed
/// (HMAC-SHA256), not secret. Safe to use from several threads at once.
class Seal {
 public:
  /// `purpose` keeps texts of different uses apart: one is no other's.
  Seal(std::string_view key, std::string purpose)
      : purpose_(std::move(purpose)), signer_(key, wire::SignatureEncoding::hex) {}

  /// Letters, digits, `-`, `_` and `.` only: fit for a header and for a URL.
  [[nodiscard]] std::string seal(std::string_view content) const;
  /// nullopt for what is no work of seal(), to the last character.
  [[nodiscard]] std::optional<std::string> open(std::string_view text) const;

 private:
  std::string purpose_;
  wire::Signer signer_;
};

}  // namespace pitboss::reference::feed
