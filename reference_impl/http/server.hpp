#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "reference_impl/http/message.hpp"
#include "reference_impl/http/observer.hpp"
#include "reference_impl/http/router.hpp"
#include "reference_impl/http/tls.hpp"

namespace spdlog {
class logger;
}

namespace pitboss::reference::http {

struct Limits {
  std::size_t head_bytes = std::size_t{16} * 1024;    ///< request line and headers; more: 431
  std::size_t body_bytes = std::size_t{1024} * 1024;  ///< more: 413, and the connection ends
  std::size_t connections = 10'000;                   ///< further clients wait in the kernel's queue
  std::size_t pipelined = 64;  ///< requests of one connection that are in work at once; further ones wait
  std::chrono::milliseconds request{10'000};  ///< for the TLS handshake; to send one request; to take one response
  std::chrono::milliseconds idle{75'000};     ///< between two requests of a connection
  std::chrono::milliseconds stop{5'000};      ///< for the requests in flight when the server stops
};

/// How the server behaves on the wire; every member has the behaviour of the reference as its default.
struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;       ///< 0: the kernel chooses
  std::optional<TlsFiles> tls;  ///< absent: plain HTTP
  Limits limits;
  Handler handler;
  ErrorBody error_body;
  /// Sees every response before it is written, those to malformed requests too.
  std::function<void(const Request &, Response &)> finish;
  std::function<std::string(const Response &, const Framing &)> serialise = http::serialise;
  std::chrono::milliseconds delay{0};  ///< before each response
  std::shared_ptr<Observer> observer = std::make_shared<Observer>();
};

/// Runs a function later, from another stack.
using Later = std::function<void(std::chrono::milliseconds, std::function<void()>)>;

/// A loop on one thread that runs functions, now or later.
class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop &) = delete;
  EventLoop &operator=(const EventLoop &) = delete;

  /// Runs `function` on the loop's thread, `delay` from now. Safe from any thread.
  void after(std::chrono::milliseconds delay, std::function<void()> function);
  /// Runs `function` on the loop's thread again and again, `interval` after the last time, until what is returned is
  /// gone. Call it, and let that go, on the loop's thread or before it runs.
  std::shared_ptr<void> every(std::chrono::milliseconds interval, std::function<void()> function);
  /// Runs until nothing is left to do: no open server, no timer.
  void run();

  struct Impl;
  [[nodiscard]] Impl &impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// An HTTP/1.1 server on one thread: keep-alive, pipelining, `Expect: 100-continue`, bounded in size, time and number.
///
/// Responses leave in the order of their requests, as many as are ready in one write. A coarse sweep ends slow and idle
/// clients, so that no operation needs a timer of its own.
class Server {
 public:
  /// Reads the TLS files, binds and listens. Throws std::runtime_error that says what failed and why.
  Server(EventLoop &loop, ServerSettings settings, std::shared_ptr<spdlog::logger> log);
  ~Server();
  Server(const Server &) = delete;
  Server &operator=(const Server &) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Changes how requests are served from the next one on, and replies from the next one that leaves. Address, port,
  /// TLS and observer stay what they were. On the loop's thread only, and not from within a handler.
  void change(const std::function<void(ServerSettings &)> &change);
  /// Stops accepting, lets the requests in flight end (at most `limits.stop`), then closes. Safe from any thread.
  void stop();

  struct Core;

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace pitboss::reference::http
