#pragma once

#include <filesystem>
#include <memory>

namespace pitboss::reference::http {

/// Files in PEM format.
struct TlsFiles {
  std::filesystem::path certificate;  ///< the server's, followed by those of intermediate authorities
  std::filesystem::path key;          ///< its private key, without a passphrase
  std::filesystem::path client_ca;  ///< clients must show a certificate that one of these signed; empty: none is asked
};

/// What the TLS connections of one server share. TLS 1.2 and 1.3.
class TlsContext {
 public:
  /// Throws std::runtime_error that names the file, what is wrong with it, and the option of `serve` to mend it.
  explicit TlsContext(const TlsFiles &files);
  ~TlsContext();
  TlsContext(const TlsContext &) = delete;
  TlsContext &operator=(const TlsContext &) = delete;

  struct Impl;  // OpenSSL and Asio's templates for it stay inside tls_stream.cpp: they take long to compile
  [[nodiscard]] Impl &impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace pitboss::reference::http
