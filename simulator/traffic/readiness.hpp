#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <functional>

namespace pitboss::traffic {

/// Who waits for a socket.
class Waiter {
 public:
  /// Bytes have come, or there is room to write again; `ended`: the other side will send nothing more. May be called
  /// without a reason.
  virtual void on_ready(bool ended) = 0;

 protected:
  ~Waiter() = default;
};

/// Tells when sockets can be read or written: an epoll set of their own inside the event loop. Each is registered once,
/// where Asio would ask the kernel anew for each wait: a system call of each request. Linux only, as Asio's loop is
/// here.
class Readiness {
 public:
  /// `after` is called when all who were ready at once have been told. Who sends then, and not in between, finds the
  /// target at work on what was sent before: it need not be woken for each request.
  Readiness(boost::asio::io_context &context, std::function<void()> after);

  /// `waiter` is told of changes only (edge-triggered), so it reads until nothing is left, until the descriptor is
  /// closed. Precondition: `waiter` outlives the loop's run. Throws std::system_error where the kernel refuses.
  void add(int descriptor, Waiter &waiter);
  /// Tells nobody anything any more, so that the loop can end.
  void stop();

 private:
  void wait();
  void tell();

  boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> set_;
  std::function<void()> after_;
  bool stopped_ = false;
};

}  // namespace pitboss::traffic
