#include "reference_impl/referee/redactor.hpp"

#include <algorithm>
#include <array>

#include "reference_impl/fresh_key.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::referee {
namespace {

using wire::Json;

constexpr std::array<std::string_view, 6> secret_members = {"playerToken",   "launchToken",   "access_token",
                                                            "client_secret", "refresh_token", "client_assertion"};

bool is_secret_member(std::string_view name) {
  return std::any_of(secret_members.begin(), secret_members.end(),
                     [&](std::string_view secret) { return wire::equal_ignoring_case(secret, name); });
}

void gather_from_json(const Json &json, std::vector<std::string> &secrets) {
  if (const wire::JsonArray *array = json.array())
    for (const Json &element : *array) gather_from_json(element, secrets);
  if (const wire::JsonObject *object = json.object())
    for (const auto &[name, value] : *object) {
      if (value.string() != nullptr && is_secret_member(name)) secrets.push_back(*value.string());
      gather_from_json(value, secrets);
    }
}

/// The secrets of a body of JSON or of a form, as they stand in it.
void gather_from_body(std::string_view body, std::vector<std::string> &secrets) {
  const auto parsed = wire::parse_json(body);
  if (const Json *json = std::get_if<Json>(&parsed)) return gather_from_json(*json, secrets);
  for (std::size_t begin = 0; begin < body.size();) {
    const std::size_t end = std::min(body.find('&', begin), body.size());
    const std::string_view pair = body.substr(begin, end - begin);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && is_secret_member(pair.substr(0, equals)))
      secrets.emplace_back(pair.substr(equals + 1));
    begin = end + 1;
  }
}

void gather_from_headers(const journal::Headers &headers, std::vector<std::string> &secrets) {
  for (const auto &[name, value] : headers) {
    for (const char *secret : {"X-Api-Key", "X-Admin-Key", "Cookie"})
      if (wire::equal_ignoring_case(name, secret)) secrets.push_back(value);
    if (wire::equal_ignoring_case(name, "Authorization")) secrets.push_back(value.substr(value.find(' ') + 1));
  }
}

void replace(std::string &text, std::string_view secret, std::string_view label) {
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + label.size()))
    text.replace(at, secret.size(), label);
}

/// A member that was cut in the middle of its value is no JSON, so that its secret is not gathered: what is left of it
/// goes.
void replace_cut(std::string &body) {
  for (const std::string_view name : secret_members) {
    const std::string begin = "\"" + std::string(name) + "\":\"";
    const std::size_t at = body.find(begin);
    if (at != std::string::npos && body.find('"', at + begin.size()) == std::string::npos)
      body.replace(at + begin.size(), std::string::npos, "…");
  }
}

}  // namespace

Redactor::Redactor() : key_(fresh_key(), wire::SignatureEncoding::hex) {}

std::string Redactor::label(std::string_view secret) const {
  return "token-" + key_.sign(secret).substr(0, 12);
}

void Redactor::redact(journal::Exchange &exchange) const {
  std::vector<std::string> secrets;
  gather_from_headers(exchange.headers, secrets);
  gather_from_body(exchange.body, secrets);
  if (exchange.reply) gather_from_body(exchange.reply->body, secrets);
  std::sort(secrets.begin(), secrets.end(), [](const auto &a, const auto &b) { return a.size() > b.size(); });
  secrets.erase(std::unique(secrets.begin(), secrets.end()), secrets.end());
  for (const std::string &secret : secrets) {
    if (secret.empty()) continue;
    const std::string shown = label(secret);
    for (auto &[name, value] : exchange.headers) replace(value, secret, shown);
    replace(exchange.body, secret, shown);
    replace(exchange.query, secret, shown);
    if (exchange.reply) replace(exchange.reply->body, secret, shown);
  }
  replace_cut(exchange.body);
  if (exchange.reply) replace_cut(exchange.reply->body);
}

}  // namespace pitboss::reference::referee
