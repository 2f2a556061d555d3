#include "tls_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <stdexcept>

namespace pitboss::test {

struct TlsClient::Impl {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, SSL_free};
};

namespace {

void check(long result) {
  if (result == 1) return;
  char text[256];
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  throw std::runtime_error(text);
}

}  // namespace

TlsClient::TlsClient(std::uint16_t port, const Options &options) : socket_(port), impl_(std::make_unique<Impl>()) {
  SSL_CTX *context = impl_->context.get();
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  check(SSL_CTX_set_max_proto_version(context, options.newest_version));
  check(SSL_CTX_load_verify_locations(context, options.authority.c_str(), nullptr));
  if (!options.certificate.empty()) {
    check(SSL_CTX_use_certificate_chain_file(context, options.certificate.c_str()));
    check(SSL_CTX_use_PrivateKey_file(context, options.key.c_str(), SSL_FILETYPE_PEM));
  }
  impl_->ssl.reset(SSL_new(context));
  SSL *ssl = impl_->ssl.get();
  check(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), "127.0.0.1"));
  check(SSL_set_fd(ssl, socket_.descriptor()));
  check(SSL_connect(ssl));
}

TlsClient::~TlsClient() = default;

void TlsClient::send(std::string_view bytes) {
  check(SSL_write(impl_->ssl.get(), bytes.data(), static_cast<int>(bytes.size())) > 0 ? 1 : 0);
}

std::string TlsClient::read(std::size_t size) {
  std::string text(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const int got = SSL_read(impl_->ssl.get(), text.data() + have, static_cast<int>(size - have));
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

std::string TlsClient::read_until_close() {
  std::string text;
  for (std::string more = read(1); !more.empty(); more = read(1)) text += more;
  return text;
}

bool TlsClient::ended_in_order() const {
  return (SSL_get_shutdown(impl_->ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

}  // namespace pitboss::test
