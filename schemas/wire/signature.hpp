#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace pitboss::wire {

enum class SignatureEncoding { hex, base64 };

/// HMAC-SHA256 (RFC 2104) with one secret, keyed once and used for many messages: the wallet's `X-HMAC-Signature`
/// (contract wallet, Headers). Safe to use from several threads at once.
class Signer {
 public:
  Signer(std::string_view secret, SignatureEncoding encoding);
  ~Signer();
  Signer(Signer &&) noexcept;
  Signer &operator=(Signer &&) noexcept;

  using Digest = std::array<unsigned char, 32>;
  [[nodiscard]] Digest digest(std::string_view message) const;

  /// The header's value: lower-case hex, or padded base64.
  [[nodiscard]] std::string sign(std::string_view message) const;
  /// Memory to sign with, for who signs very many messages. Not safe across threads.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch &&) noexcept;
    Scratch &operator=(Scratch &&) noexcept;

   private:
    friend class Signer;
    struct Context;
    std::unique_ptr<Context> context_;
  };
  /// Appends what `sign` returns.
  void append_signature(std::string_view message, Scratch &scratch, std::string &out) const;
  /// Whether `signature` is the whole signature of `message`; time independent of where they differ. Hex in either
  /// case.
  [[nodiscard]] bool verify(std::string_view message, std::string_view signature) const;

 private:
  struct Keyed;
  Digest digest_with(Scratch &scratch, std::string_view message) const;

  std::unique_ptr<Keyed> keyed_;
  SignatureEncoding encoding_;
};

}  // namespace pitboss::wire
