#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <stdexcept>

#include "reference_impl/http/stream.hpp"
#include "reference_impl/http/tls.hpp"

namespace pitboss::reference::http {

using boost::system::error_code;

struct TlsContext::Impl {
  asio::ssl::context context{asio::ssl::context::tls_server};
};

namespace {

[[noreturn]] void fail(std::string_view what, const std::filesystem::path &file, const error_code &error,
                       std::string_view option) {
  throw std::runtime_error(
      fmt::format("cannot use {} {}: {}; give a PEM file with {}", what, file.string(), error.message(), option));
}

/// What OpenSSL says of a missing file ("system lib", "no such file") is no help; what the system says is.
void check_readable(std::string_view what, const std::filesystem::path &file, std::string_view option) {
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> opened(std::fopen(file.c_str(), "rb"), std::fclose);
  error_code error;
  if (opened == nullptr) {
    error.assign(errno, boost::system::system_category());
  } else if (std::filesystem::is_directory(file)) {
    error.assign(EISDIR, boost::system::system_category());
  }
  if (error) fail(what, file, error, option);
}

void load_certificate(asio::ssl::context &context, const TlsFiles &files) {
  error_code error;
  check_readable("the certificate", files.certificate, "--tls-cert");
  context.use_certificate_chain_file(files.certificate.string(), error);
  if (error) fail("the certificate", files.certificate, error, "--tls-cert");
}

bool is_mismatch(const error_code &error) {
  if (error.category() != asio::error::get_ssl_category()) return false;
  const auto code = static_cast<unsigned long>(error.value());
  return ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
}

void load_key(asio::ssl::context &context, const TlsFiles &files) {
  error_code error;
  check_readable("the private key", files.key, "--tls-key");
  // By default OpenSSL asks at the terminal, where a server has nobody to answer.
  context.set_password_callback([](std::size_t, asio::ssl::context::password_purpose) { return std::string(); }, error);
  context.use_private_key_file(files.key.string(), asio::ssl::context::pem, error);
  const bool mismatch = error ? is_mismatch(error) : SSL_CTX_check_private_key(context.native_handle()) != 1;
  if (mismatch) {
    throw std::runtime_error(
        fmt::format("the private key {} is not the one of the certificate {}; give the pair with "
                    "--tls-cert and --tls-key",
                    files.key.string(), files.certificate.string()));
  }
  if (error) fail("the private key", files.key, error, "--tls-key (without a passphrase)");
}

void demand_client_certificates(asio::ssl::context &context, const TlsFiles &files) {
  error_code error;
  check_readable("the authority of client certificates", files.client_ca, "--tls-client-ca");
  context.load_verify_file(files.client_ca.string(), error);
  if (error) fail("the authority of client certificates", files.client_ca, error, "--tls-client-ca");
  // Tells clients which certificates are welcome.
  SSL_CTX_set_client_CA_list(context.native_handle(), SSL_load_client_CA_file(files.client_ca.c_str()));
  context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
}

void prepare(asio::ssl::context &context, const TlsFiles &files) {
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_compression);
  SSL_CTX *handle = context.native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);      // idle connections keep no buffers of OpenSSL's
  constexpr std::string_view session_context = "pitboss";  // OpenSSL resumes no verified session without one
  SSL_CTX_set_session_id_context(handle, reinterpret_cast<const unsigned char *>(session_context.data()),
                                 static_cast<unsigned>(session_context.size()));
  load_certificate(context, files);
  load_key(context, files);
  if (!files.client_ca.empty()) demand_client_certificates(context, files);
  ERR_clear_error();
}

/// TLS over TCP. Shared with its last operation, the shutdown, which nobody waits for.
class TlsChannel : public std::enable_shared_from_this<TlsChannel> {
 public:
  TlsChannel(Socket socket, asio::ssl::context &context) : stream_(std::move(socket), context) {}

  void start(std::shared_ptr<StreamUser> user) {
    stream_.async_handshake(asio::ssl::stream_base::server, [this, user = std::move(user)](const error_code &error) {
      shaken_ = !error;
      user->on_started(error);
    });
  }

  void read_some(asio::mutable_buffer buffer, std::shared_ptr<StreamUser> user) {
    if (shutdown_begun_) return discard(buffer, std::move(user));
    stream_.async_read_some(buffer, [user = std::move(user)](const error_code &error, std::size_t size) {
      user->on_read(error == asio::ssl::error::stream_truncated ? error_code(asio::error::eof) : error, size);
    });
  }

  void write_some(asio::const_buffer buffer, std::shared_ptr<StreamUser> user) {
    stream_.async_write_some(
        buffer, [user = std::move(user)](const error_code &error, std::size_t size) { user->on_written(error, size); });
  }

  /// Sends close_notify. It leaves before this returns, unless the socket is full.
  void shut_down() {
    if (!shaken_ || std::exchange(shutdown_begun_, true)) return;
    stream_.async_shutdown([self = shared_from_this()](const error_code &error) {
      self->shutdown_done_ = true;
      self->client_is_done_ = !error || error == asio::error::eof || error == asio::ssl::error::stream_truncated;
      if (const auto user = std::exchange(self->waits_for_shutdown_, nullptr)) user->on_read(self->outcome(), 0);
    });
  }

  void close() {
    error_code ignored;
    waits_for_shutdown_ = nullptr;
    stream_.next_layer().close(ignored);
  }

 private:
  /// After close_notify, what still comes is of no interest and not even decrypted. The shutdown reads too: one at a
  /// time.
  void discard(asio::mutable_buffer buffer, std::shared_ptr<StreamUser> user) {
    if (!shutdown_done_) {
      waits_for_shutdown_ = std::move(user);
      return;
    }
    if (client_is_done_) {
      asio::post(stream_.get_executor(), [this, user = std::move(user)] { user->on_read(outcome(), 0); });
      return;
    }
    stream_.next_layer().async_read_some(
        buffer, [user = std::move(user)](const error_code &error, std::size_t size) { user->on_read(error, size); });
  }

  [[nodiscard]] error_code outcome() const { return client_is_done_ ? error_code(asio::error::eof) : error_code(); }

  asio::ssl::stream<Socket> stream_;
  bool shaken_ = false;
  bool shutdown_begun_ = false, shutdown_done_ = false;
  bool client_is_done_ = false;  // its close_notify has come, or its end
  std::shared_ptr<StreamUser> waits_for_shutdown_;
};

class TlsStream : public Stream {
 public:
  TlsStream(Socket socket, const TlsContext &context)
      : channel_(std::make_shared<TlsChannel>(std::move(socket), context.impl().context)) {}

  void start(std::shared_ptr<StreamUser> user) override { channel_->start(std::move(user)); }
  void read_some(asio::mutable_buffer buffer, std::shared_ptr<StreamUser> user) override {
    channel_->read_some(buffer, std::move(user));
  }
  /// A write that the socket does not take at once has been encrypted already, and only OpenSSL could go on with it.
  std::size_t try_write(asio::const_buffer, error_code &error) override {
    error = {};
    return 0;
  }
  void write_some(asio::const_buffer buffer, std::shared_ptr<StreamUser> user) override {
    channel_->write_some(buffer, std::move(user));
  }
  void end_output() override { channel_->shut_down(); }
  /// The client's close_notify is still to come.
  [[nodiscard]] bool is_quiet() const override { return false; }
  void close() override {
    channel_->shut_down();
    channel_->close();
  }

 private:
  std::shared_ptr<TlsChannel> channel_;
};

}  // namespace

TlsContext::TlsContext(const TlsFiles &files) : impl_(std::make_unique<Impl>()) {
  prepare(impl_->context, files);
}

TlsContext::~TlsContext() = default;

std::unique_ptr<Stream> make_tls_stream(Socket socket, const TlsContext &context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

}  // namespace pitboss::reference::http
