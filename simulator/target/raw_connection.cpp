#include "simulator/target/raw_connection.hpp"

#include <curl/curl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <stdexcept>

namespace pitboss::target {
namespace {

/// libcurl once, and no SIGPIPE: OpenSSL writes to sockets whose other end may be gone.
void prepare_process() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
    struct sigaction now {};
    if (sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
      static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  });
}

bool is_tls_code(CURLcode code) {
  switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
      return true;
    default:
      return false;
  }
}

constexpr const char *proxy_hint =
    "check `proxy` of the target file, and http_proxy, https_proxy and all_proxy of the environment";
constexpr const char *client_certificate_hint =
    "the target may want a client certificate, or another one: tls.client_cert_file and tls.client_key_file in the "
    "target file";

std::string tls_hint(CURLcode code, const std::string &said) {
  const auto says = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  if (says("expired")) return "the certificate of the target has to be renewed";
  if (says("not yet valid")) return "the clocks of the two machines differ, or the certificate begins later";
  if (says("subject name") || says("does not match") || says("mismatch"))
    return "the certificate is for another name: write a name that it is for into base_url, or add this one to the "
           "certificate";
  if (code == CURLE_PEER_FAILED_VERIFICATION)
    return "where the certificate is your own, name its authority as tls.ca_file in the target file";
  if (code == CURLE_SSL_CERTPROBLEM) return "check tls.client_cert_file and tls.client_key_file in the target file";
  if (code == CURLE_SSL_CACERT_BADFILE) return "check tls.ca_file in the target file";
  if (says("wrong version number") || says("packet length"))
    return "the port does not speak TLS: should base_url begin with http://?";
  if (says(" alert ")) return client_certificate_hint;
  return {};
}

/// Whether libcurl goes through a proxy that the environment names; which targets no_proxy excepts only libcurl knows.
bool environment_may_name_proxy(const BaseUrl &base) {
  for (const char *name :
       {base.tls ? "https_proxy" : "http_proxy", base.tls ? "HTTPS_PROXY" : "", "all_proxy", "ALL_PROXY"})
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing writes to the environment
    if (const char *value = std::getenv(name); value != nullptr && *value != '\0') return !base.is_loopback();
  return false;
}

/// A proxy's refusal to connect to the target.
ConnectError refused_by_proxy(long status, const std::string &where) {
  const std::string answered = " (it answered CONNECT with " + std::to_string(status) + ")";
  if (status == 407)
    return {Failure::connect, "the proxy wants credentials before it connects to " + where + answered,
            "write them into `proxy` of the target file, from the environment: http://${NAME}:${PASSWORD}@proxy:8080"};
  if (status >= 500)
    return {Failure::connect, "the proxy cannot connect to " + where + answered,
            "is the server running, and can the proxy reach it?"};
  return {Failure::connect, "the proxy does not connect to " + where + answered,
          "proxies often allow port 443 only: let it tunnel to this port, or reach the target directly (no_proxy)"};
}

CURLSH *make_share() {
  prepare_process();
  return curl_share_init();
}

}  // namespace

ConnectionCache::ConnectionCache() : share_(make_share()) {
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

ConnectionCache::~ConnectionCache() {
  curl_share_cleanup(share_);
}

struct RawConnection::Impl {
  CURL *easy = nullptr;
  curl_socket_t socket = CURL_SOCKET_BAD;
  std::array<char, CURL_ERROR_SIZE> said{};
  bool was_connected = false;  ///< of a socket that is closed

  Impl() : easy(curl_easy_init()) {
    if (easy == nullptr) throw std::bad_alloc();
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, said.data());
  }
  ~Impl() { curl_easy_cleanup(easy); }

  /// libcurl times out in the same words before and within the TLS handshake; the socket knows whether it ever had a
  /// peer.
  static int close_socket(void *self, curl_socket_t closing) {
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    if (getpeername(closing, reinterpret_cast<sockaddr *>(&peer), &length) == 0)
      static_cast<Impl *>(self)->was_connected = true;
    return close(closing);
  }
  Impl(const Impl &) = delete;
  Impl &operator=(const Impl &) = delete;

  void configure(const BaseUrl &base, const ClientOptions &options, void *share) {
    curl_easy_setopt(easy, CURLOPT_SHARE, share);
    curl_easy_setopt(easy, CURLOPT_URL,
                     (std::string(base.tls ? "https://" : "http://") + base.host_and_port() + "/").c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Impl::close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(std::max<std::int64_t>(1, options.timeouts.connect.count())));
    if (!options.proxy.empty()) {
      curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
      curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    } else if (base.is_loopback()) {
      curl_easy_setopt(easy, CURLOPT_PROXY, "");
    }
    if (!options.tls.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.tls.ca_file.c_str());
    if (!options.tls.client_cert_file.empty())
      curl_easy_setopt(easy, CURLOPT_SSLCERT, options.tls.client_cert_file.c_str());
    if (!options.tls.client_key_file.empty())
      curl_easy_setopt(easy, CURLOPT_SSLKEY, options.tls.client_key_file.c_str());
  }

  ConnectError error(CURLcode code, const BaseUrl &base, const ClientOptions &options) {
    const std::string words = said.front() != '\0' ? said.data() : curl_easy_strerror(code);
    const std::string where = base.host_and_port();
    const bool by_proxy = !options.proxy.empty() || environment_may_name_proxy(base);
    if (long status = 0; by_proxy && curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK &&
                         status != 0 && status / 100 != 2)
      return refused_by_proxy(status, where);
    if (is_tls_code(code)) return {Failure::tls, "no TLS connection to " + where + ": " + words, tls_hint(code, words)};
    if (code == CURLE_COULDNT_RESOLVE_HOST)
      return {Failure::resolve, "no address for the host \"" + base.host + "\" (" + words + ")", "check base_url"};
    if (code == CURLE_COULDNT_RESOLVE_PROXY)
      return {Failure::resolve, "no address for the host of the proxy (" + words + ")", proxy_hint};
    if (code == CURLE_OPERATION_TIMEDOUT) return timed_out(base, options, by_proxy);
    const bool reached_for_target = words.find("Failed to connect to " + base.host + " port") != std::string::npos;
    if (code == CURLE_COULDNT_CONNECT && by_proxy && !reached_for_target)
      return {Failure::connect, "no connection to the proxy: " + words, proxy_hint};
    if (long number = 0; code == CURLE_COULDNT_CONNECT &&
                         curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK && number == ECONNREFUSED)
      return {Failure::connect, "connection refused by " + where, "is the server running, and is the port right?"};
    return {Failure::connect, "no connection to " + where + (by_proxy ? " through the proxy: " : ": ") + words,
            by_proxy ? proxy_hint : ""};
  }

  [[nodiscard]] ConnectError timed_out(const BaseUrl &base, const ClientOptions &options, bool by_proxy) const {
    const std::string where = base.host_and_port();
    const std::string limit = std::to_string(options.timeouts.connect.count()) + " ms";
    if (by_proxy)
      return {Failure::connect, "no connection to " + where + " through the proxy within " + limit, proxy_hint};
    if (base.tls && was_connected)
      return {Failure::tls, where + " took the connection, but the TLS handshake did not end within " + limit, ""};
    return {Failure::connect, "no connection to " + where + " within " + limit,
            "is the address right, and does a firewall stand between?"};
  }

  Moved moved(CURLcode code, std::size_t bytes) {
    if (code == CURLE_AGAIN) return {State::would_block, 0, {}};
    if (code == CURLE_OK) return {bytes == 0 ? State::closed : State::moved, bytes, {}};
    const std::string error = said.front() != '\0' ? said.data() : curl_easy_strerror(code);
    // With TLS 1.3 a server looks at the client's certificate after the handshake, and tells in an alert.
    return {error.find(" alert ") != std::string::npos ? State::refused : State::broken, 0, error};
  }
};

RawConnection::RawConnection() : impl_(std::make_unique<Impl>()) {}
RawConnection::~RawConnection() = default;
RawConnection::RawConnection(RawConnection &&other) noexcept = default;
RawConnection &RawConnection::operator=(RawConnection &&other) noexcept = default;

std::variant<RawConnection, ConnectError> RawConnection::open(const BaseUrl &base, const ClientOptions &options,
                                                              ConnectionCache &cache) {
  RawConnection connection;
  Impl &impl = *connection.impl_;
  impl.configure(base, options, cache.share_);
  if (const CURLcode code = curl_easy_perform(impl.easy); code != CURLE_OK) return impl.error(code, base, options);
  curl_easy_getinfo(impl.easy, CURLINFO_ACTIVESOCKET, &impl.socket);
  if (impl.socket == CURL_SOCKET_BAD)
    return ConnectError{Failure::connect, "the connection to " + base.host_and_port() + " was lost at once", ""};
  return connection;
}

std::string RawConnection::hint_of_refusal() {
  return client_certificate_hint;
}

RawConnection::Moved RawConnection::send(std::string_view bytes) {
  std::size_t sent = 0;
  impl_->said.front() = '\0';
  const CURLcode code = curl_easy_send(impl_->easy, bytes.data(), bytes.size(), &sent);
  if (code == CURLE_OK && sent == 0) return {State::would_block, 0, {}};
  return impl_->moved(code, sent);
}

RawConnection::Moved RawConnection::receive(char *buffer, std::size_t size) {
  std::size_t received = 0;
  impl_->said.front() = '\0';
  const CURLcode code = curl_easy_recv(impl_->easy, buffer, size, &received);
  return impl_->moved(code, received);
}

void RawConnection::wait(bool to_send, Clock::time_point deadline) const {
  pollfd descriptor{impl_->socket, static_cast<short>(to_send ? POLLIN | POLLOUT : POLLIN), 0};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  poll(&descriptor, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000)));
}

bool RawConnection::is_stale(std::chrono::milliseconds patience) {
  const Clock::time_point deadline = Clock::now() + patience;
  while (true) {
    char byte = 0;
    if (receive(&byte, 1).state != State::would_block)
      return true;  // TLS may read records of its own and still have nothing for us
    if (Clock::now() >= deadline) return false;
    wait(false, deadline);
  }
}

}  // namespace pitboss::target
