#include "reference_impl/http/server.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <boost/asio/post.hpp>
#include <stdexcept>

#include "reference_impl/http/connection.hpp"
#include "reference_impl/http/core.hpp"

namespace pitboss::reference::http {

using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds accept_again_after{100};

}  // namespace

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::after(std::chrono::milliseconds delay, std::function<void()> function) {
  if (delay.count() == 0) return asio::post(impl_->io, std::move(function));
  const auto timer = std::make_shared<Timer>(impl_->io.get_executor(), delay);
  timer->async_wait([timer, function = std::move(function)](const error_code &) { function(); });
}

namespace {

/// Its timer goes with it, and so the wait for it.
struct Repeated : std::enable_shared_from_this<Repeated> {
  Repeated(asio::io_context &io, std::chrono::milliseconds between, std::function<void()> work)
      : timer(io.get_executor()), interval(between), function(std::move(work)) {}

  void wait() {
    timer.expires_after(interval);
    timer.async_wait([weak = weak_from_this()](const error_code &cancelled) {
      const std::shared_ptr<Repeated> self = weak.lock();
      if (cancelled || !self) return;
      self->function();
      self->wait();
    });
  }

  Timer timer;
  const std::chrono::milliseconds interval;
  const std::function<void()> function;
};

}  // namespace

std::shared_ptr<void> EventLoop::every(std::chrono::milliseconds interval, std::function<void()> function) {
  const auto repeated = std::make_shared<Repeated>(impl_->io, interval, std::move(function));
  repeated->wait();
  return repeated;
}

void EventLoop::run() {
  impl_->io.run();
}

Server::Server(EventLoop &loop, ServerSettings settings, std::shared_ptr<spdlog::logger> log)
    : core_(std::make_shared<Core>(loop, std::move(settings), std::move(log))) {
  core_->listen();
}

Server::~Server() {
  core_->force_stop();
}

std::uint16_t Server::port() const {
  return core_->acceptor.local_endpoint().port();
}

void Server::change(const std::function<void(ServerSettings &)> &change) {
  change(core_->settings);
}

void Server::stop() {
  asio::post(core_->io, [core = core_] { core->begin_stop(); });
}

Server::Core::Core(EventLoop &loop, ServerSettings server_settings, std::shared_ptr<spdlog::logger> logger)
    : io(loop.impl().io),
      settings(std::move(server_settings)),
      log(std::move(logger)),
      tls(settings.tls ? std::make_unique<const TlsContext>(*settings.tls) : nullptr),
      observer(settings.observer),
      acceptor(io.get_executor()),
      sweep_timer(io.get_executor()),
      retry_timer(io.get_executor()),
      stop_timer(io.get_executor()),
      work(io.get_executor()) {}

void Server::Core::listen() {
  error_code error;
  const auto address = asio::ip::make_address(settings.address, error);
  const asio::ip::tcp::endpoint endpoint(address, settings.port);
  if (!error) acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    throw std::runtime_error(fmt::format("cannot listen on {} port {}: {}; choose another --port (0: any free one)",
                                         settings.address, settings.port, error.message()));
  }
  accept();
  arm_sweep();
}

void Server::Core::accept() {
  if (accepting || stopping || connections.size() >= settings.limits.connections) return;
  accepting = true;
  acceptor.async_accept(io, [core = shared_from_this()](const error_code &error, Socket socket) {
    core->accepting = false;
    if (error == asio::error::operation_aborted) return;
    if (error) return core->on_accept_failed(error);
    if (std::exchange(core->accept_fails, false)) core->log->info("event=accepting_again");
    error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    core->serve(core->tls ? make_tls_stream(std::move(socket), *core->tls) : make_tcp_stream(std::move(socket)));
    core->accept();
  });
}

/// Out of descriptors, mostly: the connections in use go on, new clients wait in the kernel's queue. To try again at
/// once would spin, as the queue stays readable.
void Server::Core::on_accept_failed(const error_code &error) {
  if (!std::exchange(accept_fails, true)) {
    log->warn("event=accept_failed connections={} error=\"{}\" hint=\"raise the limit of open files (ulimit -n)\"",
              connections.size(), error.message());
  }
  observer->accept_failed();
  retry_timer.expires_after(accept_again_after);
  retry_timer.async_wait([core = shared_from_this()](const error_code &cancelled) {
    if (!cancelled) core->accept();
  });
}

void Server::Core::serve(std::unique_ptr<Stream> stream) {
  const auto connection = std::make_shared<Connection>(std::move(stream), shared_from_this(), ++connections_seen);
  connections.insert(connection.get());
  observer->connection_opened();
  connection->start();
}

void Server::Core::arm_sweep() {
  const auto shortest = std::min(settings.limits.request, settings.limits.idle) / 4;
  sweep_timer.expires_after(
      std::clamp<std::chrono::milliseconds>(shortest, std::chrono::milliseconds(10), std::chrono::milliseconds(1'000)));
  sweep_timer.async_wait([core = shared_from_this()](const error_code &cancelled) {
    if (cancelled) return;
    core->sweep();
    if (!core->stopping || !core->connections.empty()) core->arm_sweep();
  });
}

void Server::Core::sweep() {
  const SteadyTime now = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<Connection>> all;  // closing takes a connection out of the set
  all.reserve(connections.size());
  for (Connection *connection : connections) all.push_back(connection->shared_from_this());
  for (const auto &connection : all) connection->check_time(now);
}

void Server::Core::begin_stop() {
  if (stopping) return;
  stopping = true;
  log->info("event=stopping connections={}", connections.size());
  error_code ignored;
  acceptor.close(ignored);
  retry_timer.cancel();
  std::vector<std::shared_ptr<Connection>> all;
  for (Connection *connection : connections) all.push_back(connection->shared_from_this());
  for (const auto &connection : all) connection->stop_when_done();
  stop_timer.expires_after(settings.limits.stop);
  stop_timer.async_wait([core = shared_from_this()](const error_code &cancelled) {
    if (!cancelled) core->force_stop();
  });
  finish_if_idle();
}

void Server::Core::force_stop() {
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  std::vector<std::shared_ptr<Connection>> all;
  for (Connection *connection : connections) all.push_back(connection->shared_from_this());
  for (const auto &connection : all) connection->close();
  finish_if_idle();
}

void Server::Core::forget(Connection &connection) {
  connections.erase(&connection);
  observer->connection_closed();
  accept();
  finish_if_idle();
}

void Server::Core::finish_if_idle() {
  if (!stopping || !connections.empty()) return;
  sweep_timer.cancel();
  retry_timer.cancel();
  stop_timer.cancel();
  work.reset();
}

void Server::Core::deliver(std::shared_ptr<Connection> connection, std::uint64_t slot, Response response) {
  const std::lock_guard lock(delivery_mutex);
  deliveries.push_back({std::move(connection), slot, std::move(response)});
  if (deliveries.size() > 1) return;  // the loop has been told already
  asio::post(io, [core = shared_from_this()] { core->hand_over(); });
}

void Server::Core::flush_later(std::shared_ptr<Connection> connection) {
  to_flush.push_back(std::move(connection));
  if (to_flush.size() == 1) asio::post(io, [core = shared_from_this()] { core->flush_all(); });
}

void Server::Core::flush_all() {
  flushing.swap(to_flush);
  for (const auto &connection : flushing) connection->flush();
  flushing.clear();
}

void Server::Core::hand_over() {
  std::vector<Delivery> batch;
  {
    const std::lock_guard lock(delivery_mutex);
    batch.swap(deliveries);
  }
  if (settings.delay.count() > 0) {
    const auto timer = std::make_shared<Timer>(io.get_executor(), settings.delay);
    timer->async_wait([timer, batch = std::move(batch)](const error_code &) mutable {
      for (Delivery &delivery : batch) {
        delivery.connection->take(delivery.slot, std::move(delivery.response));
        delivery.connection->flush();
      }
    });
    return;
  }
  for (Delivery &delivery : batch) delivery.connection->take(delivery.slot, std::move(delivery.response));
  for (const Delivery &delivery : batch) delivery.connection->flush();
}

}  // namespace pitboss::reference::http
