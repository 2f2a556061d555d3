#include "simulator/traffic/rest_reply.hpp"

#include <algorithm>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/rest_match.hpp"

namespace pitboss::traffic {
namespace {

using wire::Json;

constexpr std::chrono::seconds longest_wait{70};
constexpr std::size_t shown_of_body = 4096;

std::optional<std::size_t> count_of(const Json *json) {
  const auto value = json == nullptr ? std::nullopt : json->decimal();
  if (!value || value->places() != 0 || value->is_negative() || value->significant_digits() > 15) return std::nullopt;
  return std::stoul(value->to_string());
}

}  // namespace

Answer answer_of(int status) {
  if (status >= 200 && status <= 299) return Answer::accepted;
  if (status == 401) return Answer::unauthorized;
  if (status == 429) return Answer::limited;
  return status >= 400 && status <= 499 ? Answer::refused : Answer::nothing;
}

std::string form_fault(const Reply &reply) {
  if (reply.body.empty() || reply.status == 404 || reply.status == 405 || reply.status == 413) return "";
  const std::string_view type = reply.content_type.substr(0, reply.content_type.find(';'));
  const std::string_view trimmed = type.substr(0, type.find_last_not_of(" \t") + 1);
  if (wire::equal_ignoring_case(trimmed, "application/json")) return "";
  return "its body is declared as `" + std::string(reply.content_type) + "`, not application/json";
}

bool says(std::string_view body, std::string_view part) {
  if (scenario::holds_text(body, part)) return true;
  const auto parsed = wire::parse_json(body, wire::limits_of_message);
  const Json *json = std::get_if<Json>(&parsed);
  return json != nullptr && scenario::holds_text(wire::to_text(*json), part);
}

std::optional<std::chrono::seconds> wait_of(std::string_view retry_after) {
  const auto told = wire::parse_retry_after(retry_after, wire::now());
  if (!told) return std::nullopt;
  // A date has whole seconds, and clocks differ: a second more is nearer to what the target means.
  const std::chrono::seconds more(wire::parse_http_date(retry_after) ? 1 : 0);
  return std::min<std::chrono::seconds>(std::chrono::ceil<std::chrono::seconds>(*told) + more, longest_wait);
}

Page read_page(const Reply &reply) {
  Page page;
  const auto parsed = wire::parse_json(reply.body, wire::limits_of_message);
  const Json *json = std::get_if<Json>(&parsed);
  const Json *rows = json == nullptr ? nullptr : json->array() != nullptr ? json : json->find("data");
  if (rows == nullptr || rows->array() == nullptr) {
    page.fault = json == nullptr ? "its body is no JSON" : "it holds no list `data`";
    return page;
  }
  page.rows = *rows->array();
  const Json *meta = json->find("meta");
  if (meta == nullptr) return page;
  page.total = count_of(meta->find("total"));
  const Json *next = meta->find("next_cursor");
  if (next == nullptr || next->is_null()) return page;
  page.next = next->string() != nullptr ? *next->string() : wire::to_text(*next);
  return page;
}

std::string reply_text(const Reply &reply) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + "\r\n";
  if (!reply.content_type.empty()) out += "Content-Type: " + std::string(reply.content_type) + "\r\n";
  if (!reply.retry_after.empty()) out += "Retry-After: " + std::string(reply.retry_after) + "\r\n";
  return out + "\r\n" + std::string(wire::cut_utf8(reply.body, shown_of_body));
}

std::string text_at(const Json &json, std::string_view name) {
  const Json *value = json.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

}  // namespace pitboss::traffic
