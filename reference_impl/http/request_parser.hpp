#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <string_view>

#include "reference_impl/http/message.hpp"

/// Included by the files of this folder only.
namespace pitboss::reference::http {

/// Reads one HTTP request into a Request, over whatever was there: the memory of its texts is used again. Beast's own
/// request parser would store each field first, in memory of its own.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  /// `request` outlives this.
  explicit RequestParser(Request &request) : request_(request) {
    for (std::string *text : {&request_.method, &request_.path, &request_.query, &request_.body}) text->clear();
    request_.http_1_0 = request_.malformed = false;
    eager(true);
  }

  /// Removes the headers that were there before. To be called where the request breaks off; the end of its head does.
  void drop_old_headers() { request_.headers.resize(headers_); }

 private:
  using Field = boost::beast::http::field;
  using View = boost::beast::string_view;
  using Error = boost::beast::error_code;

  static std::string_view view(View text) { return {text.data(), text.size()}; }

  void on_request_impl(boost::beast::http::verb /*method*/, View method, View target, int version,
                       Error & /*error*/) override {
    request_.method = view(method);
    const std::string_view whole = view(target);
    const std::size_t mark = std::min(whole.find('?'), whole.size());
    request_.path = whole.substr(0, mark);
    if (mark < whole.size()) request_.query = whole.substr(mark + 1);
    request_.http_1_0 = version < 11;
  }
  void on_response_impl(int /*code*/, View /*reason*/, int /*version*/, Error & /*error*/) override {}
  void on_field_impl(Field /*field*/, View name, View value, Error & /*error*/) override {
    if (headers_ == request_.headers.size()) request_.headers.emplace_back();
    auto &[kept_name, kept_value] = request_.headers[headers_++];
    kept_name = view(name);
    kept_value = view(value);
  }
  void on_header_impl(Error & /*error*/) override { drop_old_headers(); }
  void on_body_init_impl(const boost::optional<std::uint64_t> &length, Error & /*error*/) override {
    constexpr std::uint64_t at_once = std::uint64_t{64} * 1024;  // what a client says it will send is believed so far
    if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, at_once)));
  }
  std::size_t on_body_impl(View body, Error & /*error*/) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t /*size*/, View /*extensions*/, Error & /*error*/) override {}
  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, View body, Error &error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(Error & /*error*/) override {}

  Request &request_;
  std::size_t headers_ = 0;  // that have come
};

}  // namespace pitboss::reference::http
