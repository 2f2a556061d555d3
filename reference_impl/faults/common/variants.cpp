#include <fmt/format.h>

#include <algorithm>

#include "reference_impl/faults/common/deviations.hpp"
#include "reference_impl/faults/wrap.hpp"
#include "reference_impl/http/bodies.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference {
namespace {

using wire::Json;

/// Changes the text of every body that is JSON.
template <class Change>
void rewrite(Behaviour &behaviour, Change change) {
  after_finish(behaviour, [change](const http::Request &, http::Response &response) {
    auto json = wire::parse_json(response.body);
    if (auto *value = std::get_if<Json>(&json)) response.body = change(std::move(*value));
  });
}

Json with_other_key_order(Json json) {
  if (auto *items = json.array()) {
    for (Json &item : *items) item = with_other_key_order(std::move(item));
  }
  if (auto *members = json.object()) {
    for (auto &member : *members) member.second = with_other_key_order(std::move(member.second));
    std::reverse(members->begin(), members->end());
  }
  return json;
}

std::string in_chunks(const http::Response &response, const http::Framing &framing) {
  if (framing.http_1_0 || framing.head_only || !http::may_have_body(response.status))
    return http::serialise(response, framing);
  http::Response chunked = response;
  chunked.body.clear();
  std::string text = http::serialise(chunked, framing);
  constexpr std::string_view length = "Content-Length: 0";
  text.replace(text.find(length), length.size(), "Transfer-Encoding: chunked");
  constexpr std::size_t chunk = 7;
  for (std::size_t begin = 0; begin < response.body.size(); begin += chunk) {
    const std::string_view part = std::string_view(response.body).substr(begin, chunk);
    text.append(fmt::format("{:x}\r\n{}\r\n", part.size(), part));
  }
  return text.append("0\r\n\r\n");
}

std::string with_lower_case_headers(const http::Response &response, const http::Framing &framing) {
  std::string text = http::serialise(response, framing);
  bool in_name = false;
  for (std::size_t i = text.find("\r\n"), end = text.find("\r\n\r\n"); i < end; ++i) {
    if (text[i] == '\n') in_name = true;
    if (text[i] == ':') in_name = false;
    if (in_name) text[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
  }
  return text;
}

}  // namespace

Deviations common_variants() {
  return {
      variant(
          "other-key-order", "The members of JSON objects stand in the reverse order.",
          [](Behaviour &b) { rewrite(b, [](Json json) { return to_text(with_other_key_order(std::move(json))); }); }),
      variant("pretty-printed-json", "Replies are indented over several lines.",
              [](Behaviour &b) { rewrite(b, wire::to_pretty_text); }),
      variant("chunked-replies", "Bodies are sent in chunks of 7 bytes.",
              [](Behaviour &b) { b.http.serialise = in_chunks; }),
      variant("lower-case-headers", "The names of headers are written in lower case.",
              [](Behaviour &b) { b.http.serialise = with_lower_case_headers; }),
      variant("connection-closed-after-each-reply", "The connection ends after each response.",
              [](Behaviour &b) {
                after_finish(b, [](const http::Request &, http::Response &response) { response.close = true; });
              }),
      variant("latency-60-ms", "Each response is 60 ms late.",
              [](Behaviour &b) { b.http.delay = std::chrono::milliseconds(60); }),
  };
}

}  // namespace pitboss::reference
