#include "simulator/traffic/endpoint.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

#include "simulator/target/base_url.hpp"

namespace pitboss::traffic {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::shared_ptr<asio::ssl::context> make_tls(const target::Tls &tls) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  context->set_verify_mode(asio::ssl::verify_peer);
  if (tls.ca_file.empty()) {
    context->set_default_verify_paths();
  } else {
    context->load_verify_file(tls.ca_file);
    // As libcurl does for the scenarios: what the file holds is trusted, be it a root or the server's own certificate.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context->native_handle()), X509_V_FLAG_PARTIAL_CHAIN);
  }
  if (!tls.client_cert_file.empty()) {
    context->use_certificate_chain_file(tls.client_cert_file);
    context->use_private_key_file(tls.client_key_file, asio::ssl::context::pem);
  }
  SSL_CTX_set_session_cache_mode(context->native_handle(), SSL_SESS_CACHE_OFF);
  return context;
}

/// Connects to each address in turn; the first that answers is the one that is kept.
bool try_address(const tcp::endpoint &address, std::chrono::milliseconds limit, std::string &why) {
  asio::io_context context;
  tcp::socket socket(context);
  boost::system::error_code result = asio::error::timed_out;
  socket.async_connect(address, [&result](const boost::system::error_code &error) { result = error; });
  context.run_for(limit);
  why = address.address().to_string() + ":" + std::to_string(address.port()) + ": " + result.message();
  return !result;
}

}  // namespace

Endpoint find_endpoint(const std::string &base_url, const target::Tls &tls, const target::Timeouts &timeouts) {
  const auto base = std::get<target::BaseUrl>(target::parse_base_url(base_url));
  Endpoint endpoint;
  endpoint.host = base.host;
  endpoint.timeouts = timeouts;
  if (base.tls) endpoint.tls = make_tls(tls);
  asio::io_context context;
  boost::system::error_code error;
  const auto found = tcp::resolver(context).resolve(base.host, std::to_string(base.port), error);
  if (error)
    throw std::runtime_error("there is no host `" + base.host + "`: " + error.message() + ": look at `base_url`");
  std::string why;
  for (const auto &entry : found) {
    if (!try_address(entry.endpoint(), timeouts.connect, why)) continue;
    endpoint.addresses.push_back(entry.endpoint());
    return endpoint;
  }
  throw std::runtime_error("no connection to " + why + ": start the server, or correct `base_url`");
}

}  // namespace pitboss::traffic
