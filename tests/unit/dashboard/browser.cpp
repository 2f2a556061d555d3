#include "browser.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::test {

std::string Shown::header(const std::string &name) const {
  for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
    const std::string line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos && wire::equal_ignoring_case(line.substr(0, colon), name))
      return line.substr(colon + 2);
  }
  return {};
}

std::string Shown::message() const {
  const wire::Json *message = body.find("message");
  return message == nullptr || message->string() == nullptr ? std::string() : *message->string();
}

Shown Browser::get(const std::string &target) {
  return send("GET", target, std::nullopt);
}

Shown Browser::post(const std::string &target, const std::string &body) {
  return send("POST", target, body);
}

Shown Browser::remove(const std::string &target) {
  return send("DELETE", target, std::nullopt);
}

Shown Browser::send(const std::string &method, const std::string &target, const std::optional<std::string> &body) {
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
  const auto add = [&](const std::string &name, const std::string &value) {
    if (!value.empty()) request += name + ": " + value + "\r\n";
  };
  add("Origin", origin.value_or(""));
  add("Cookie", cookie);
  if (method != "GET") add("X-Pitboss", mark);
  if (body) {
    add("Content-Type", media_type);
    add("Content-Length", std::to_string(body->size()));
  }
  RawClient client(port_);
  client.send(request + "\r\n" + body.value_or(""));
  const std::string response = client.read_response();
  const std::size_t end = response.find("\r\n\r\n");
  if (end == std::string::npos) return {};
  Shown shown{.status = std::stoi(response.substr(9, 3)),
              .head = response.substr(0, end),
              .text = response.substr(end + 4),
              .body = {}};
  auto json = wire::parse_json(shown.text);
  if (auto *parsed = std::get_if<wire::Json>(&json)) shown.body = std::move(*parsed);
  return shown;
}

reference::ServerOptions with_dashboard(const std::string &key) {
  reference::ServerOptions options;
  options.dashboard.enabled = true;
  options.dashboard.key = key;
  return options;
}

}  // namespace pitboss::test
