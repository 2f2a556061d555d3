#include "simulator/traffic/transport.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace pitboss::traffic {
namespace {

bool is_address(const std::string &host) {
  boost::system::error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

void Transport::begin(int descriptor, const Endpoint &endpoint) {
  descriptor_ = descriptor;
  fault_.clear();
  ssl_.reset();
  if (!endpoint.tls) return;
  ssl_.reset(SSL_new(endpoint.tls->native_handle()));
  if (!ssl_ || SSL_set_fd(ssl_.get(), descriptor) != 1) throw std::bad_alloc();
  if (is_address(endpoint.host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), endpoint.host.c_str());
  } else {
    std::string name = endpoint.host;  // SSL_set_tlsext_host_name, without the old-style cast in it
    SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    SSL_set1_host(ssl_.get(), endpoint.host.c_str());
  }
  SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_set_connect_state(ssl_.get());
}

Transport::State Transport::state_of(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return State::wait_read;
    case SSL_ERROR_WANT_WRITE:
      return State::wait_write;
    case SSL_ERROR_ZERO_RETURN:
      return State::closed;
    default:
      break;
  }
  const long verified = SSL_get_verify_result(ssl_.get());
  const char *reason = ERR_reason_error_string(ERR_get_error());
  fault_ = verified != X509_V_OK ? X509_verify_cert_error_string(verified)
           : reason != nullptr   ? reason
                                 : "the connection was closed";
  return State::failed;
}

Transport::State Transport::handshake() {
  if (!ssl_) return State::done;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? State::done : state_of(result);
}

Transport::State Transport::read(char *into, std::size_t size, std::size_t &count) {
  if (ssl_) {
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_.get(), into, size, &count);
    return result == 1 ? State::done : state_of(result);
  }
  ssize_t result = 0;
  do {
    result = ::recv(descriptor_, into, size, 0);
  } while (result < 0 && errno == EINTR);
  if (result > 0) {
    count = static_cast<std::size_t>(result);
    return State::done;
  }
  if (result == 0) return State::closed;
  if (errno == EAGAIN || errno == EWOULDBLOCK) return State::wait_read;
  fault_ = std::generic_category().message(errno);
  return State::failed;
}

Transport::State Transport::write(std::string_view bytes, std::size_t &count) {
  if (ssl_) {
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
    return result == 1 ? State::done : state_of(result);
  }
  ssize_t result = 0;
  do {
    result = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (result < 0 && errno == EINTR);
  if (result >= 0) {
    count = static_cast<std::size_t>(result);
    return State::done;
  }
  if (errno == EAGAIN || errno == EWOULDBLOCK) return State::wait_write;
  fault_ = std::generic_category().message(errno);
  return State::failed;
}

}  // namespace pitboss::traffic
