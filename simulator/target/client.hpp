#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/formats/results.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::target {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "POST";
  std::string path;  ///< from the base URL: "/v1/balance"
  Headers headers;   ///< sent as they are, in this order; Host, Content-Length and Connection are added where missing
  std::string body;
  /// Over a connection that carried no request before. On one that did, the target may be closing it just now, and
  /// whether a request that gets no answer took effect stays unknown.
  bool needs_fresh_connection = false;
};

/// Whether to throw the reply away, as a broken network would.
enum class LoseReply {
  no,
  after_send,  ///< close the connection as soon as the last byte is sent: the request may or may not have taken effect
  after_answer,  ///< wait for the first byte of the reply, then close: the effect is there, but the client does not
                 ///< know
};

/// Why there is no usable reply.
enum class Failure {
  none,
  resolve,    ///< no such host
  connect,    ///< refused, unreachable, or no connection within the time limit
  tls,        ///< certificate or handshake
  timeout,    ///< connected, but no complete reply within the time limit
  closed,     ///< the target closed or reset the connection before a complete reply
  malformed,  ///< bytes came that are not HTTP
  lost,       ///< thrown away on purpose
};

struct Reply {
  int status = 0;
  std::string http_version;  ///< "1.1"
  Headers headers;
  std::string body;  ///< at most `max_kept_body` bytes
  std::uint64_t body_bytes = 0;

  /// Value of the first header of this name, compared without regard to case; nullptr where there is none.
  [[nodiscard]] const std::string *header(std::string_view name) const;
  /// The values of all headers of this name as one list, which is what they mean (RFC 9110, section 5.3); nullopt where
  /// there is none.
  [[nodiscard]] std::optional<std::string> header_list(std::string_view name) const;
};

/// Detail and hint as one text.
std::string with_hint(const std::string &detail, const std::string &hint);

/// One request with the exact bytes and times of what was sent and received.
struct Exchange {
  Request request;  ///< headers as sent, those that were added included
  std::string url;
  std::optional<Reply> reply;
  Failure failure = Failure::none;
  std::string detail;            ///< of the failure, for a person: "connection refused by 127.0.0.1:8080"
  std::string hint;              ///< what to do about it; may be empty
  wire::TimePoint started_at{};  ///< for reports: the clock of the system may be set at any time
  std::chrono::steady_clock::time_point began{};  ///< the same moment, for the order of calls
  std::chrono::microseconds duration{};  ///< from started_at to the last byte of the reply, a new connection included
  Tls tls;                               ///< as the connection was made: for the curl command
  std::string proxy;                     ///< likewise
};

/// `Request::method` of what send_raw sent; its body is the bytes.
inline constexpr std::string_view raw_method = "RAW";

inline constexpr std::size_t max_kept_body = std::size_t{8} * 1024 * 1024;
/// A longer reply is not read: Failure::malformed.
inline constexpr std::uint64_t max_read_body = std::uint64_t{16} * 1024 * 1024;

/// What the clients of one target learn of it together: whether it ends a connection after a reply without saying so,
/// in which case a second request could get lost on it. Some do it after each reply, some after those that refuse. Safe
/// from any thread.
class ConnectionHabits {
 public:
  /// Whether a connection that is to be used again should be watched for a moment first: the target has neither been
  /// seen to close one nor to keep enough of them after such a reply.
  [[nodiscard]] bool is_unknown(bool after_refusal) const {
    return !closes_ && kept_.at(after_refusal ? 1 : 0) < enough;
  }
  /// None is used twice any more.
  [[nodiscard]] bool closes() const { return closes_; }
  void saw_closed() { closes_ = true; }
  void saw_kept(bool after_refusal) { ++kept_.at(after_refusal ? 1 : 0); }

  static constexpr int enough = 8;  ///< connections that were watched and stayed open

 private:
  std::atomic<bool> closes_ = false;
  std::array<std::atomic<int>, 2> kept_{};
};

struct ClientOptions {
  std::string base_url;  ///< http or https
  Tls tls;
  std::string proxy;  ///< empty: what the environment says, but never for a server on this machine
  Timeouts timeouts;
  std::shared_ptr<ConnectionHabits> habits = nullptr;  ///< nullptr: the client learns for itself
};

/// Sends requests to one target and survives whatever comes back. One thread at a time.
///
/// The connection is kept alive between calls where target and request allow it, for two idle seconds at most. A
/// request is never sent twice: where a kept connection turns out to be closed before any byte of the request left, a
/// new one is made; where bytes may have left, the exchange ends in Failure::closed, and the caller decides. Through a
/// proxy every request is tunnelled (CONNECT), so that it arrives as it was sent. Creating the first client makes the
/// process ignore SIGPIPE.
class Client {
 public:
  /// Throws std::invalid_argument where the base URL is none.
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client &&) noexcept;

  /// Makes the connection now, so that the next `send` has nothing to wait for: concurrent requests go out together.
  /// Where that fails the next `send` tries again and tells why.
  void connect_ahead();

  /// Never throws for what the target does. Headers are not folded, no redirect is followed, no `Expect` is sent.
  Exchange send(const Request &request, LoseReply lose = LoseReply::no);

  /// Sends `bytes` as they are over a connection of its own (TLS where the base URL says so), and reads until a
  /// complete reply, the close, or the time limit. `pause` is waited between `chunks` of the bytes, for a slow sender;
  /// {} sends all at once.
  struct RawOptions {
    std::chrono::milliseconds time_limit{5'000};
    std::size_t chunk_bytes = 0;  ///< 0: all at once
    std::chrono::milliseconds pause{0};
    bool close_after_send = false;  ///< half-way through a request, say
    bool keep_open = false;         ///< reads nothing, and keeps the connection until this client ends
  };
  Exchange send_raw(std::string_view bytes, const RawOptions &options);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// As it stands in a report: secrets replaced, long bodies cut, and the curl command that sends it again. Where a
/// secret came from the environment the command reads it from there ("${PLAYER_1}").
results::Exchange to_report(const Exchange &exchange, const Redactor &redactor);

/// POSIX shell command that sends the same bytes; see to_report for the secrets. Raw requests are sent by nc or
/// openssl. Bodies above 8 KiB are named by a file that the reader has to save first.
std::string to_curl(const Request &request, const std::string &url, const Redactor &redactor, const Tls &tls = {},
                    const std::string &proxy = {});

}  // namespace pitboss::target
