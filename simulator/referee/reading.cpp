#include "simulator/referee/reading.hpp"

#include <fmt/format.h>

namespace pitboss::referee {

using journal::Exchange;
using wire::Json;

namespace {

Json parsed(const std::string &text) {
  auto json = wire::parse_json(text);
  return std::holds_alternative<Json>(json) ? std::get<Json>(std::move(json)) : Json();
}

/// A 204 has no body, and a reply that says it is no JSON need not be any.
bool can_be_read(const Exchange &exchange) {
  return exchange.reply->body.empty() ? exchange.reply->status == 204 || exchange.reply->status == 202
                                      : std::holds_alternative<Json>(wire::parse_json(exchange.reply->body));
}

}  // namespace

Answer answer_of(const journal::Journal &journal, const Exchange &exchange) {
  if (!exchange.reply || exchange.delivery != journal::Delivery::whole) return Answer::retryable;
  if (exchange.action == "cut_json" || exchange.reply->status >= 500) return Answer::retryable;
  if (exchange.action == "slow" || journal.real(exchange.replied_at - exchange.received_at) > patience)
    return Answer::late;
  if (exchange.reply->status >= 300) return Answer::refused;
  return can_be_read(exchange) ? Answer::success : Answer::retryable;
}

bool is_in_doubt(const journal::Journal &journal, const Exchange &earlier, const Exchange &later) {
  if (earlier.replied_at > later.received_at)
    return journal.real(later.received_at - earlier.received_at) >= std::chrono::milliseconds(500);
  const Answer answer = answer_of(journal, earlier);
  return answer == Answer::retryable || answer == Answer::late;
}

Json reply_json(const Exchange &exchange) {
  return exchange.reply ? parsed(exchange.reply->body) : Json();
}

Json request_json(const Exchange &exchange) {
  return parsed(exchange.body);
}

bool is_call(const Exchange &exchange, std::string_view method, std::string_view suffix) {
  return exchange.method == method && exchange.path.ends_with(suffix);
}

std::string token_of(const Exchange &exchange) {
  const std::string *value = exchange.header("Authorization");
  if (value == nullptr) return {};
  const std::size_t blank = value->find(' ');
  return blank == std::string::npos ? *value : value->substr(blank + 1);
}

std::string text_of(const Json &json, std::string_view name) {
  const Json *member = json.find_any_case(name);
  if (member == nullptr) return {};
  return member->string() != nullptr ? *member->string() : wire::to_text(*member);
}

std::string seconds_text(std::chrono::microseconds time) {
  const long long millis = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  return millis < 1000 ? fmt::format("{} ms", millis) : fmt::format("{}.{} s", millis / 1000, millis % 1000 / 100);
}

}  // namespace pitboss::referee
