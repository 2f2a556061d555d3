#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sockets.hpp"

namespace pitboss::test {

/// A TLS client over a RawClient's socket, for a server on 127.0.0.1 whose certificate `authority` signed.
class TlsClient {
 public:
  struct Options {
    std::string authority;
    std::string certificate = {}, key = {};  ///< shown to the server; empty: none
    int newest_version = 0;                  ///< TLS1_2_VERSION, …; 0: any
  };
  /// Connects and shakes hands. Throws std::runtime_error with what OpenSSL said.
  TlsClient(std::uint16_t port, const Options &options);
  ~TlsClient();
  TlsClient(const TlsClient &) = delete;
  TlsClient &operator=(const TlsClient &) = delete;

  void send(std::string_view bytes);
  std::string read(std::size_t size);  ///< less where the server ended before
  std::string read_until_close();
  /// True: the server ended in order, by close_notify.
  [[nodiscard]] bool ended_in_order() const;

 private:
  struct Impl;
  RawClient socket_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pitboss::test
