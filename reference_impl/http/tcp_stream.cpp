#include <boost/asio/write.hpp>

#include "reference_impl/http/stream.hpp"

namespace pitboss::reference::http {
namespace {

using boost::system::error_code;

class TcpStream : public Stream {
 public:
  explicit TcpStream(Socket socket) : socket_(std::move(socket)) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
  }

  void start(std::shared_ptr<StreamUser> user) override { user->on_started({}); }

  void read_some(asio::mutable_buffer buffer, std::shared_ptr<StreamUser> user) override {
    socket_.async_read_some(
        buffer, [user = std::move(user)](const error_code &error, std::size_t size) { user->on_read(error, size); });
  }

  std::size_t try_write(asio::const_buffer buffer, error_code &error) override {
    const std::size_t size = socket_.write_some(buffer, error);
    if (error == asio::error::would_block || error == asio::error::try_again) error = {};
    return size;
  }

  void write_some(asio::const_buffer buffer, std::shared_ptr<StreamUser> user) override {
    socket_.async_write_some(
        buffer, [user = std::move(user)](const error_code &error, std::size_t size) { user->on_written(error, size); });
  }

  void end_output() override {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

  [[nodiscard]] bool is_quiet() const override {
    error_code ignored;
    return socket_.available(ignored) == 0;
  }

  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }

  void reset() override {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
  }

 private:
  Socket socket_;
};

}  // namespace

std::unique_ptr<Stream> make_tcp_stream(Socket socket) {
  return std::make_unique<TcpStream>(std::move(socket));
}

}  // namespace pitboss::reference::http
