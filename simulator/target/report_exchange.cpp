#include "schemas/wire/encoding.hpp"
#include "simulator/target/client.hpp"

namespace pitboss::target {
namespace {

constexpr std::size_t max_reported_body = 64 * 1024;
constexpr std::size_t longest_secret = 4 * 1024;  // looked for beyond the cut, so that none is shown in part

/// Length of the UTF-8 character that `text` begins with; 0 where it begins with none.
std::size_t character_length(std::string_view text) {
  for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length)
    if (wire::is_valid_utf8(text.substr(0, length))) return length;
  return 0;
}

/// Bytes that are no UTF-8, and control characters but tab and line ends, as \xNN.
std::string readable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const bool control = (byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7F;
    const std::size_t length = control ? 0 : character_length(text);
    if (length == 0) {
      result += "\\x" + wire::to_hex({&byte, 1});
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return result;
}

/// Redacted and readable; cut where it is long.
std::string reported_body(std::string_view body, const Redactor &redactor, bool &cut) {
  cut = cut || body.size() > max_reported_body;
  std::string text = redactor(body.substr(0, max_reported_body + longest_secret));
  if (cut && text.size() > max_reported_body) {
    std::size_t end = max_reported_body;
    while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
    text.resize(end);
  }
  return readable(text);
}

std::vector<std::pair<std::string, std::string>> reported(const Headers &headers, const Redactor &redactor) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto &[name, value] : headers) result.emplace_back(readable(redactor(name)), readable(redactor(value)));
  return result;
}

}  // namespace

results::Exchange to_report(const Exchange &exchange, const Redactor &redactor) {
  results::Exchange report;
  report.request.method = exchange.request.method;
  report.request.url = readable(redactor(exchange.url));
  report.request.headers = reported(exchange.request.headers, redactor);
  report.request.body_bytes = exchange.request.body.size();
  report.request.body = reported_body(exchange.request.body, redactor, report.request.body_cut);
  if (exchange.reply) {
    results::HttpResponse &response = report.response.emplace();
    response.status = exchange.reply->status;
    response.headers = reported(exchange.reply->headers, redactor);
    response.body_bytes = exchange.reply->body_bytes;
    response.body_cut = exchange.reply->body.size() < exchange.reply->body_bytes;
    response.body = reported_body(exchange.reply->body, redactor, response.body_cut);
  }
  report.error = readable(redactor(exchange.detail));
  report.started_at = exchange.started_at;
  report.duration = exchange.duration;
  report.curl = to_curl(exchange.request, exchange.url, redactor, exchange.tls, exchange.proxy);
  return report;
}

}  // namespace pitboss::target
