#pragma once

#include <chrono>

#include "reference_impl/http/message.hpp"

namespace pitboss::reference::http {

/// Why the server closed a connection by itself.
enum class CutOff {
  idle,         ///< no request for too long
  handshake,    ///< the TLS handshake failed or took too long
  slow_sender,  ///< a request took too long to arrive
  slow_reader,  ///< a response took too long to be taken
};

/// Sees what the HTTP server does, for metrics and tests. Called on the loop's thread; every member does nothing by
/// default.
class Observer {
 public:
  Observer() = default;
  virtual ~Observer() = default;
  Observer(const Observer &) = delete;
  Observer &operator=(const Observer &) = delete;

  virtual void connection_opened() {}
  virtual void connection_closed() {}
  virtual void cut_off(CutOff) {}
  /// No client could be accepted: the process is out of descriptors, mostly.
  virtual void accept_failed() {}
  /// Every response, those to malformed requests too. `took`: from the last byte of the request to the response.
  virtual void answered(const Request &, const Response &, std::chrono::nanoseconds /*took*/) {}
};

}  // namespace pitboss::reference::http
