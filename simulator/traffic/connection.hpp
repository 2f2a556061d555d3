#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulator/traffic/http_reply.hpp"
#include "simulator/traffic/readiness.hpp"
#include "simulator/traffic/transport.hpp"

namespace pitboss::traffic {

class Connection;

/// Who uses connections. Called from the event loop of the connection.
class ConnectionOwner {
 public:
  virtual ~ConnectionOwner() = default;
  virtual void on_open(Connection &connection) = 0;
  /// A whole reply. Afterwards the connection is idle, or closed where it cannot be used again.
  virtual void on_reply(Connection &connection, const Reply &reply, Clock::time_point at) = 0;
  /// The request in flight gets no reply; the connection is closed.
  virtual void on_loss(Connection &connection, Loss loss, const std::string &detail) = 0;
  /// It closed, or could not be opened (`failed`), while no request was in flight.
  virtual void on_closed(Connection &connection, bool failed, const std::string &detail) = 0;
};

/// One connection to the target that carries one request at a time. Asio connects it; from then on it is told when to
/// read, and a request costs one system call to send it and one to take the reply. Belongs to one event loop.
class Connection final : private Waiter {
 public:
  /// `index` is the owner's name for it.
  Connection(boost::asio::io_context &context, Readiness &readiness, const Endpoint &endpoint, ConnectionOwner &owner,
             std::size_t index);
  ~Connection() { close(); }
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;

  /// Precondition: closed. on_open or on_closed follows.
  void open();
  /// Sends what `request()` holds. Precondition: idle. on_reply or on_loss follows, the latter perhaps within the call.
  void send(bool lose_reply, Clock::time_point now);
  void close();
  /// Ends what takes longer than it may: connecting, or a reply.
  void check_deadline(Clock::time_point now);

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] std::string &request() { return out_; }
  [[nodiscard]] bool is_idle() const { return state_ == State::idle; }
  [[nodiscard]] bool is_closed() const { return state_ == State::closed; }

 private:
  enum class State { closed, connecting, handshaking, idle, busy };

  void connected(const boost::system::error_code &error);
  void shake_hands();
  void write_rest();
  void on_ready(bool ended) override;
  void read_reply();
  [[nodiscard]] bool has_more();
  bool parse();
  void finish_reply(Clock::time_point at);
  void fail(Loss loss, const std::string &detail);

  boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type> socket_;  // connects
  int descriptor_ = -1;  // of the connected socket
  Readiness &readiness_;
  const Endpoint &endpoint_;
  ConnectionOwner &owner_;
  std::size_t index_;
  Transport transport_;
  State state_ = State::closed;
  std::uint64_t life_ = 0;  // which socket a handler was made for
  bool ended_ = false;      // the target will send nothing more than what has come
  bool drained_ = false;    // what has come was read
  bool lose_ = false;
  Clock::time_point deadline_{};
  std::string out_;
  std::size_t written_ = 0;
  std::vector<char> in_;
  std::size_t in_begin_ = 0, in_end_ = 0;
  HttpReply::Kept kept_;
  std::optional<HttpReply> reply_;
  std::string broken_;  // why what came is no HTTP
};

}  // namespace pitboss::traffic
