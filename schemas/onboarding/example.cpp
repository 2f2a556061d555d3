#include "schemas/onboarding/example.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pitboss::onboarding {
namespace {

using wire::Json;

constexpr std::size_t date_length = std::string_view("2026-11-25").size();

/// What stands between the braces; as it is where nobody knows it.
std::string value_of(const std::string &name, const ExampleSetting &setting) {
  constexpr std::string_view target = "target.";
  if (name.starts_with(target)) return setting.target(name.substr(target.size())).value_or("{" + name + "}");
  if (name == "today") return wire::to_iso8601(setting.now).substr(0, date_length);
  if (name == "now") return wire::to_iso8601(setting.now);
  if (name == "now-1h") return wire::to_iso8601(setting.now - std::chrono::hours(1));
  if (name == "now-1d") return wire::to_iso8601(setting.now - std::chrono::days(1));
  if (name == "C") return "customer-1";
  if (name == "T") return "transaction-1";
  if (name == "P" || name == "player") return "player-1";
  return "{" + name + "}";
}

std::string filled(const std::string &text, const ExampleSetting &setting) {
  std::string out;
  std::size_t begin = 0;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', begin)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    out.append(text, begin, open - begin);
    out += value_of(text.substr(open + 1, close - open - 1), setting);
    begin = close + 1;
  }
  return out.append(text, begin);
}

Json filled(Json json, const ExampleSetting &setting) {
  if (json.string() != nullptr) return filled(*json.string(), setting);
  if (auto *array = json.array())
    for (Json &element : *array) element = filled(std::move(element), setting);
  if (auto *object = json.object())
    for (auto &[name, value] : *object) value = filled(std::move(value), setting);
  return json;
}

/// RFC 3986, section 2.3: what need not be escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

std::string joined(const std::vector<std::pair<std::string, std::string>> &pairs, const ExampleSetting &setting) {
  std::string out;
  for (const auto &[name, value] : pairs)
    out += fmt::format("{}{}={}", out.empty() ? "" : "&", escaped(name), escaped(filled(value, setting)));
  return out;
}

std::string form_of(const Json &form, const ExampleSetting &setting) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto &[name, value] : *form.object()) pairs.emplace_back(name, *value.string());
  return joined(pairs, setting);
}

/// What shows who the client is; the variables are filled by the shell.
void add_credentials(const std::string &contract, const ExampleCall &call, Example &example) {
  if (contract == "movements") example.headers.emplace_back("X-Api-Key", "$API_KEY");
  if (contract == "feed" && call.form.is_null()) example.headers.emplace_back("Authorization", "Bearer $TOKEN");
  if (contract != "wallet") return;
  if (call.path != "/v1/authenticate") example.headers.emplace_back("Authorization", "Bearer $PLAYER_TOKEN");
  example.headers.emplace_back("X-Request-ID", "$(cat /proc/sys/kernel/random/uuid)");
  example.headers.emplace_back(
      "X-HMAC-Signature", "$(printf %s \"$BODY\" | openssl dgst -sha256 -hmac \"$HMAC_SECRET\" -r | cut -d ' ' -f 1)");
}

/// In quotes that the shell looks at nothing in but the variable for a launch token.
std::string in_shell_quotes(std::string_view text) {
  constexpr std::string_view variable = "$LAUNCH_TOKEN";
  std::string out = "'";
  while (!text.empty()) {
    const bool is_variable = text.starts_with(variable);
    out += is_variable            ? "'\"" + std::string(variable) + "\"'"
           : text.front() == '\'' ? "'\\''"
                                  : std::string(1, text.front());
    text.remove_prefix(is_variable ? variable.size() : 1);
  }
  return out + "'";
}

std::string curl_of(const ExampleCall &call, const Example &example, const std::string &base_url) {
  std::string command = example.body.empty() ? "" : fmt::format("BODY={}\n", in_shell_quotes(example.body));
  command += fmt::format("curl -sS -X {} {}", example.method, in_shell_quotes(base_url + example.path));
  if (!call.form.is_null()) command += " \\\n  -u \"$CLIENT_ID:$CLIENT_SECRET\"";
  for (const auto &[name, value] : example.headers) command += fmt::format(" \\\n  -H \"{}: {}\"", name, value);
  if (!example.body.empty()) command += " \\\n  --data-raw \"$BODY\"";
  return command;
}

}  // namespace

Example make_example(const std::string &contract, const ExampleCall &call, const ExampleSetting &setting) {
  Example example{.method = call.method, .path = call.path, .headers = {}, .body = {}, .curl = {}};
  if (!call.query.empty()) example.path += "?" + joined(call.query, setting);
  add_credentials(contract, call, example);
  if (!call.form.is_null()) {
    example.body = form_of(call.form, setting);
    example.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  } else if (!call.body.is_null()) {
    example.body = to_text(filled(call.body, setting));
    example.headers.emplace_back("Content-Type", "application/json");
  }
  example.curl = curl_of(call, example, setting.base_url);
  return example;
}

}  // namespace pitboss::onboarding
