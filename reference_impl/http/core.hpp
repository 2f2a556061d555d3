#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "reference_impl/http/asio_types.hpp"
#include "reference_impl/http/server.hpp"
#include "reference_impl/http/stream.hpp"

/// What the files of the HTTP server share; included by nobody else but the fuzzer, which serves streams of its own.
namespace pitboss::reference::http {

class Connection;

struct EventLoop::Impl {
  asio::io_context io{1};
};

/// The open server: the listener, its connections, and the responses on their way to them.
struct Server::Core : std::enable_shared_from_this<Core> {
  Core(EventLoop &loop, ServerSettings settings, std::shared_ptr<spdlog::logger> log);

  void listen();
  void accept();
  void on_accept_failed(const boost::system::error_code &error);
  void serve(std::unique_ptr<Stream> stream);
  void arm_sweep();
  void sweep();
  void begin_stop();
  void force_stop();
  void forget(Connection &connection);
  /// Lets the loop end once the server has stopped and the last connection is gone.
  void finish_if_idle();

  [[nodiscard]] bool is_loop_thread() const { return io.get_executor().running_in_this_thread(); }
  /// Takes a response from any thread; the loop then hands over all that have come by then, and each connection writes
  /// once.
  void deliver(std::shared_ptr<Connection> connection, std::uint64_t slot, Response response);
  void hand_over();

  /// Lets a connection write when all connections that were readable at once have been read. A client with many
  /// connections is woken once for all their responses, not for each.
  void flush_later(std::shared_ptr<Connection> connection);
  void flush_all();

  struct Delivery {
    std::shared_ptr<Connection> connection;
    std::uint64_t slot;
    Response response;
  };

  asio::io_context &io;
  ServerSettings settings;  // read and changed on the loop's thread
  std::shared_ptr<spdlog::logger> log;
  const std::unique_ptr<const TlsContext> tls;  // nullptr: plain HTTP
  const std::shared_ptr<Observer> observer;
  Acceptor acceptor;
  Timer sweep_timer;
  Timer retry_timer;  // accepting again after the process ran out of descriptors
  Timer stop_timer;
  asio::executor_work_guard<Executor> work;
  std::unordered_set<Connection *> connections;
  std::uint64_t connections_seen = 0;
  bool accepting = false;
  bool accept_fails = false;  // and the log says so
  bool stopping = false;
  std::mutex delivery_mutex;
  std::vector<Delivery> deliveries;
  std::vector<std::shared_ptr<Connection>> to_flush, flushing;  // the latter kept for its memory
};

}  // namespace pitboss::reference::http
