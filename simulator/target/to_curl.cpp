#include "schemas/wire/encoding.hpp"
#include "simulator/target/base_url.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/substitute.hpp"

namespace pitboss::target {
namespace {

constexpr std::size_t max_body = 8UL * 1024;

/// One word of a POSIX shell: everything in single quotes, but for secrets that the shell takes from the environment.
std::string quoted(std::string_view text, const Redactor &redactor) {
  std::string word = "'";
  for (const Redactor::Piece &piece : redactor.split(text)) {
    if (piece.shown != nullptr && is_one_variable(*piece.shown)) {
      word += "'\"" + *piece.shown + "\"'";
      continue;
    }
    for (const char c : piece.shown ? std::string_view(*piece.shown) : piece.text) {
      if (c == '\'') {
        word += "'\\''";
      } else {
        word += c;
      }
    }
  }
  return word + "'";
}

/// printf and its arguments that write `bytes`, whatever they are.
std::string printf_of(std::string_view bytes, const Redactor &redactor) {
  std::string format;
  std::string arguments;
  for (const Redactor::Piece &piece : redactor.split(bytes)) {
    if (piece.shown != nullptr) {
      format += "%s";
      arguments += is_one_variable(*piece.shown) ? " \"" + *piece.shown + "\"" : " '" + *piece.shown + "'";
      continue;
    }
    for (const char c : piece.text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\r') {
        format += "\\r";
      } else if (c == '\n') {
        format += "\\n";
      } else if (c == '%') {
        format += "%%";
      } else if (byte < 0x20 || byte >= 0x7F || c == '\\' || c == '\'') {
        format += {'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8),
                   static_cast<char>('0' + byte % 8)};
      } else {
        format += c;
      }
    }
  }
  return "printf '" + format + "'" + arguments;
}

std::string raw_command(const Request &request, const std::string &url, const Redactor &redactor) {
  const auto parsed = parse_base_url(url);
  const auto *base = std::get_if<BaseUrl>(&parsed);
  if (base == nullptr) return {};
  const std::string send = request.body.size() > max_body ? "cat request.bin" : printf_of(request.body, redactor);
  const std::string comment =
      request.body.size() > max_body
          ? "  # request.bin: the " + std::to_string(request.body.size()) + " bytes of the request"
          : "";
  if (base->tls)
    return send + " | openssl s_client -quiet -connect " + quoted(base->host_and_port(), redactor) + comment;
  return send + " | nc -w 5 " + quoted(base->host, redactor) + " " + std::to_string(base->port) + comment;
}

/// Whether curl sends this header by itself, with this value.
bool is_curls_own(const std::string &name, const std::string &value, const Request &request, const std::string &url) {
  if (wire::equal_ignoring_case(name, "Host")) {
    const std::size_t begin = url.find("://") + 3;
    return value == url.substr(begin, std::min(url.find('/', begin), url.size()) - begin);
  }
  if (wire::equal_ignoring_case(name, "Content-Length")) return value == std::to_string(request.body.size());
  return wire::equal_ignoring_case(name, "Connection") && wire::equal_ignoring_case(value, "keep-alive");
}

std::string header_options(const Request &request, const std::string &url, const Redactor &redactor) {
  std::string options;
  bool has_type = false;
  for (const auto &[name, value] : request.headers) {
    has_type = has_type || wire::equal_ignoring_case(name, "Content-Type");
    if (is_curls_own(name, value, request, url)) continue;
    options += " -H " + quoted(value.empty() ? name + ";" : name + ": " + value, redactor);  // `Name:` would remove it
  }
  return has_type || request.body.empty() ? options
                                          : options + " -H 'Content-Type:'";  // or curl names a type of its own
}

std::string route_options(const std::string &url, const Redactor &redactor, const Tls &tls, const std::string &proxy) {
  std::string options = url.starts_with("https:") ? " --http1.1" : "";
  if (url.find("/.") != std::string::npos) options += " --path-as-is";
  if (url.find_first_of("[]{}") != std::string::npos) options += " -g";
  if (!tls.ca_file.empty()) options += " --cacert " + quoted(tls.ca_file, redactor);
  if (!tls.client_cert_file.empty())
    options += " --cert " + quoted(tls.client_cert_file, redactor) + " --key " + quoted(tls.client_key_file, redactor);
  if (!proxy.empty()) options += " --proxytunnel --proxy " + quoted(proxy, redactor);
  return options;
}

}  // namespace

std::string to_curl(const Request &request, const std::string &url, const Redactor &redactor, const Tls &tls,
                    const std::string &proxy) {
  if (request.method == raw_method) return raw_command(request, url, redactor);
  const bool plain = request.method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
  const std::string method = plain ? request.method : quoted(request.method, redactor);
  const std::string command = "curl -sS " + (request.method == "HEAD" ? "-I" : "-i -X " + method) +
                              route_options(url, redactor, tls, proxy) + " " + quoted(url, redactor) +
                              header_options(request, url, redactor);
  const std::string &body = request.body;
  if (body.empty())
    return request.method == "POST" || request.method == "PUT" ? command + " --data-binary ''" : command;
  if (body.size() > max_body)
    return command + " --data-binary @body.bin  # body.bin: the " + std::to_string(body.size()) + " bytes of the body";
  if (body.find('\0') != std::string::npos || !wire::is_valid_utf8(body))
    return printf_of(body, redactor) + " | " + command + " --data-binary @-";
  return command + (body.starts_with('@') ? " --data-raw " : " --data-binary ") + quoted(body, redactor);
}

}  // namespace pitboss::target
