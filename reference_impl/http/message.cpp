#include "reference_impl/http/message.hpp"

#include <algorithm>

#include "reference_impl/http/bodies.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::http {

namespace {

const std::string *find_header(const Headers &headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto &header) { return wire::equal_ignoring_case(header.first, name); });
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace

const std::string *Request::header(std::string_view name) const {
  return find_header(headers, name);
}

const std::string *Response::header(std::string_view name) const {
  return find_header(headers, name);
}

void Response::set_header(std::string_view name, std::string_view value) {
  for (auto &[key, old] : headers) {
    if (wire::equal_ignoring_case(key, name)) {
      old = value;
      return;
    }
  }
  headers.emplace_back(name, value);
}

void Response::remove_header(std::string_view name) {
  std::erase_if(headers, [&](const auto &header) { return wire::equal_ignoring_case(header.first, name); });
}

namespace {

/// Status line and headers, without those of framing.
std::string head(const Response &response) {
  std::string text;
  text.reserve(256 + response.body.size());
  text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  text.append(reason_phrase(response.status)).append("\r\n");
  for (const auto &[name, value] : response.headers) text.append(name).append(": ").append(value).append("\r\n");
  return text;
}

}  // namespace

std::string serialise_open(const Response &response) {
  return head(response) + "Connection: close\r\n\r\n" + response.body;
}

std::string serialise(const Response &response, const Framing &framing) {
  std::string text = head(response);
  const bool has_body = may_have_body(response.status);
  if (has_body) text.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
  if (framing.close) {
    text.append("Connection: close\r\n");
  } else if (framing.http_1_0) {
    text.append("Connection: keep-alive\r\n");
  }
  text.append("\r\n");
  if (has_body && !framing.head_only) text.append(response.body);
  return text;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

}  // namespace pitboss::reference::http
