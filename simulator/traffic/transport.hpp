#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "simulator/traffic/endpoint.hpp"

namespace pitboss::traffic {

/// Bytes over a connected, non-blocking socket, in plain or over TLS. Waiting is the caller's.
class Transport {
 public:
  enum class State { done, wait_read, wait_write, closed, failed };

  /// Takes over a connected socket's descriptor, which the caller closes after this.
  void begin(int descriptor, const Endpoint &endpoint);
  void end() { ssl_.reset(); }

  /// Goes on with the TLS handshake; `done` at once where there is none.
  State handshake();
  /// Reads at most `size` bytes; `count` is set where `done`.
  State read(char *into, std::size_t size, std::size_t &count);
  /// Writes what can be written; `count` is set where `done`.
  State write(std::string_view bytes, std::size_t &count);

  [[nodiscard]] const std::string &fault() const { return fault_; }

 private:
  struct Free {
    void operator()(SSL *ssl) const { SSL_free(ssl); }
  };

  State state_of(int result);

  int descriptor_ = -1;
  std::unique_ptr<SSL, Free> ssl_;
  std::string fault_;
};

}  // namespace pitboss::traffic
