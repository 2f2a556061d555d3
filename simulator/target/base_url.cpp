#include "simulator/target/base_url.hpp"

#include <curl/curl.h>

#include "schemas/wire/encoding.hpp"

namespace pitboss::target {
namespace {

struct UrlDeleter {
  void operator()(CURLU *url) const { curl_url_cleanup(url); }
};

/// Empty where the URL has no such part.
std::string part(CURLU *url, CURLUPart which, unsigned flags = 0) {
  char *text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string result = text;
  curl_free(text);
  return result;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool BaseUrl::is_loopback() const {
  const bool dotted = std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
  return host == "localhost" || host.ends_with(".localhost") || host == "::1" || (dotted && host.starts_with("127."));
}

std::string BaseUrl::authority() const {
  return port == (tls ? 443 : 80) ? (host.find(':') == std::string::npos ? host : "[" + host + "]") : host_and_port();
}

std::string BaseUrl::host_and_port() const {
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

std::string BaseUrl::to_string() const {
  return (tls ? "https://" : "http://") + authority() + path;
}

std::variant<BaseUrl, std::string> parse_base_url(const std::string &text) {
  const std::string found = "found \"" + text + "\", ";
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string::npos) return found + "expected a URL that begins with http:// or https://";
  const std::unique_ptr<CURLU, UrlDeleter> url(curl_url());
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0);
  const std::string scheme = part(url.get(), CURLUPART_SCHEME);
  if (code == CURLUE_UNSUPPORTED_SCHEME || (code == CURLUE_OK && scheme != "http" && scheme != "https"))
    return found + "expected a URL that begins with http:// or https://";
  if (code != CURLUE_OK) return found + "expected a URL such as https://wallet.example: " + curl_url_strerror(code);
  if (!part(url.get(), CURLUPART_USER).empty() || text.find('@') != std::string::npos)
    return std::string("the URL holds a user name; write it without: the contracts sign requests instead");
  if (text.find('?') != std::string::npos) return found + "expected no query; remove the part from the ? on";
  if (text.find('#') != std::string::npos) return found + "expected no fragment; remove the part from the # on";
  BaseUrl base;
  base.tls = scheme == "https";
  base.host = part(url.get(), CURLUPART_HOST);
  if (base.host.starts_with('[')) base.host = base.host.substr(1, base.host.size() - 2);
  base.host = wire::lower_case(std::move(base.host));
  const unsigned long port = std::stoul(part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT));
  if (port == 0 || port > 65'535) return found + "expected a port of 1 to 65535";
  base.port = static_cast<std::uint16_t>(port);
  base.path = part(url.get(), CURLUPART_PATH);
  while (base.path.ends_with('/')) base.path.pop_back();
  return base;
}

}  // namespace pitboss::target
