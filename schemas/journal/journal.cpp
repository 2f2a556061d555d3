#include "schemas/journal/journal.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::journal {
namespace {

using wire::Json;

Json to_json(const Headers &headers) {
  Json list{wire::JsonArray{}};
  for (const auto &[name, value] : headers)
    list.push_back(wire::JsonArray{wire::to_valid_utf8(name), wire::to_valid_utf8(value)});
  return list;
}

/// With microseconds: requests of one client can be closer than a millisecond.
std::string text_of(wire::TimePoint time) {
  const auto micros = time.time_since_epoch().count() % 1000;
  const std::string digits = std::to_string(1000 + (micros + 1000) % 1000).substr(1);
  std::string text = wire::to_iso8601(time);
  return text.insert(text.size() - 1, digits);
}

/// `body`, or `body_base64` where the bytes are no UTF-8.
void set_body(Json &json, const std::string &body) {
  if (wire::is_valid_utf8(body))
    json.set("body", body);
  else
    json.set("body_base64", wire::to_base64(body));
}

}  // namespace

std::string_view to_string(Delivery delivery) {
  switch (delivery) {
    case Delivery::whole:
      return "whole";
    case Delivery::part:
      return "part";
    case Delivery::none:
      return "none";
  }
  return "";
}

std::string_view to_string(Effect effect) {
  switch (effect) {
    case Effect::unknown:
      return "unknown";
    case Effect::none:
      return "none";
    case Effect::applied:
      return "applied";
  }
  return "";
}

const std::string *Exchange::header(std::string_view name) const {
  for (const auto &[given, value] : headers)
    if (wire::equal_ignoring_case(given, name)) return &value;
  return nullptr;
}

std::string header_line(const Journal &journal) {
  Json json;
  json.set("format", "pitboss.journal/1").set("id", journal.id);
  json.set("contracts", wire::JsonArray(journal.contracts.begin(), journal.contracts.end()));
  json.set("started_at", text_of(journal.started_at)).set("seed", std::to_string(journal.seed));
  json.set("clock_speed", journal.clock_speed).set("real_started_at", text_of(journal.real_started_at));
  json.set("script", journal.script).set("version", journal.version);
  return wire::to_text(json);
}

std::string exchange_line(const Exchange &exchange) {
  Json json;
  json.set("received_at", text_of(exchange.received_at));
  json.set("replied_at", text_of(exchange.replied_at)).set("connection", exchange.connection);
  json.set("method", wire::to_valid_utf8(exchange.method)).set("path", wire::to_valid_utf8(exchange.path));
  if (!exchange.query.empty()) json.set("query", wire::to_valid_utf8(exchange.query));
  json.set("headers", to_json(exchange.headers));
  set_body(json, exchange.body);
  if (exchange.reply) {
    Json reply;
    reply.set("status", exchange.reply->status).set("headers", to_json(exchange.reply->headers));
    set_body(reply, exchange.reply->body);
    json.set("reply", std::move(reply));
  }
  json.set("delivery", to_string(exchange.delivery)).set("effect", to_string(exchange.effect));
  if (exchange.signature_right) json.set("signature_right", *exchange.signature_right);
  if (!exchange.rule.empty()) json.set("rule", exchange.rule).set("action", exchange.action);
  return wire::to_text(json);
}

std::string end_line(wire::TimePoint ended_at) {
  Json json;
  json.set("ended_at", text_of(ended_at));
  return wire::to_text(json);
}

}  // namespace pitboss::journal
