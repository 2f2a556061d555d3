#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "simulator/target/base_url.hpp"
#include "simulator/target/client.hpp"

namespace pitboss::target {

using Clock = std::chrono::steady_clock;

struct ConnectError {
  Failure failure = Failure::connect;  ///< resolve, connect or tls
  std::string detail;
  std::string hint;  ///< what to do; may be empty
};

/// What a client's connections have in common: names looked up and TLS sessions are remembered.
class ConnectionCache {
 public:
  ConnectionCache();
  ~ConnectionCache();
  ConnectionCache(const ConnectionCache &) = delete;
  ConnectionCache &operator=(const ConnectionCache &) = delete;

 private:
  friend class RawConnection;
  void *share_ = nullptr;  // CURLSH
};

/// A byte stream to the target, TLS and proxy included, made by libcurl. Does not block but in `open` and `wait`.
class RawConnection {
 public:
  static std::variant<RawConnection, ConnectError> open(const BaseUrl &base, const ClientOptions &options,
                                                        ConnectionCache &cache);
  ~RawConnection();
  RawConnection(RawConnection &&other) noexcept;
  RawConnection &operator=(RawConnection &&other) noexcept;

  enum class State { moved, would_block, closed, broken, refused };
  struct Moved {
    State state = State::would_block;
    std::size_t bytes = 0;  ///< of `moved`
    std::string error;      ///< of `broken`: "Connection reset by peer"; of `refused`: the TLS alert
  };
  static std::string hint_of_refusal();
  Moved send(std::string_view bytes);
  Moved receive(char *buffer, std::size_t size);

  /// Until bytes can be received (or, if asked, sent) or `deadline` has come.
  void wait(bool to_send, Clock::time_point deadline) const;
  /// Whether the target closed an idle connection, or sent what nobody asked for, within `patience`.
  [[nodiscard]] bool is_stale(std::chrono::milliseconds patience);

 private:
  RawConnection();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pitboss::target
