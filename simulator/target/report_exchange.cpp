#include "simulator/target/client.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::target {
namespace {

constexpr std::size_t max_reported_body = 64UL * 1024;
constexpr std::size_t most_headers = 200;  // of one message; no right one comes near these
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_value = 8UL * 1024;

std::string reported_body(std::string_view body, const Redactor &redactor, bool &cut) {
  cut = cut || body.size() > max_reported_body;
  return report_text(body, redactor, max_reported_body, "");
}

std::vector<std::pair<std::string, std::string>> reported(const Headers &headers, const Redactor &redactor) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto &[name, value] : headers) {
    if (result.size() == most_headers) {
      result.emplace_back("…", std::to_string(headers.size() - most_headers) + " more headers");
      break;
    }
    result.emplace_back(report_text(name, redactor, longest_name), report_text(value, redactor, longest_value));
  }
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
  report.error = report_text(with_hint(exchange.detail, exchange.hint), redactor);
  report.started_at = exchange.started_at;
  report.duration = exchange.duration;
  report.curl = to_curl(exchange.request, exchange.url, redactor, exchange.tls, exchange.proxy);
  return report;
}

}  // namespace pitboss::target
