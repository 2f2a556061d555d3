#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>

#include "reference_impl/http/asio_types.hpp"

/// What carries the bytes of one connection: TCP, TLS over it, or what a test makes up. Used on the loop's thread only.
namespace pitboss::reference::http {

/// Who reads and writes a stream. The operations in flight keep it alive.
class StreamUser {
 public:
  virtual void on_started(const boost::system::error_code &error) = 0;
  /// `error` is eof when the client has sent all that it will.
  virtual void on_read(const boost::system::error_code &error, std::size_t size) = 0;
  virtual void on_written(const boost::system::error_code &error, std::size_t size) = 0;

 protected:
  ~StreamUser() = default;
};

class Stream {
 public:
  Stream() = default;
  virtual ~Stream() = default;
  Stream(const Stream &) = delete;
  Stream &operator=(const Stream &) = delete;

  /// Makes it ready to carry requests (the TLS handshake), then calls on_started, possibly before it returns.
  virtual void start(std::shared_ptr<StreamUser> user) = 0;
  /// Calls on_read later, once something has come. One read at a time; the buffer must live until then.
  virtual void read_some(boost::asio::mutable_buffer buffer, std::shared_ptr<StreamUser> user) = 0;
  /// Writes what can be written without waiting, and returns how much that was.
  virtual std::size_t try_write(boost::asio::const_buffer buffer, boost::system::error_code &error) = 0;
  /// Calls on_written later, once something was written. One write at a time; the buffer must live until then.
  virtual void write_some(boost::asio::const_buffer buffer, std::shared_ptr<StreamUser> user) = 0;
  /// Tells the client that nothing more will come. What it still sends can be read; nothing can be written.
  virtual void end_output() = 0;
  /// True where the client is known to have sent nothing that was not read, so that closing destroys no response.
  [[nodiscard]] virtual bool is_quiet() const = 0;
  /// Ends it; operations in flight end with an error.
  virtual void close() = 0;
  /// Ends it so that the client sees it reset, where the stream can do that.
  virtual void reset() { close(); }
};

class TlsContext;

std::unique_ptr<Stream> make_tcp_stream(Socket socket);
/// The context must outlive the stream.
std::unique_ptr<Stream> make_tls_stream(Socket socket, const TlsContext &context);

}  // namespace pitboss::reference::http
