#include "simulator/traffic/wallet_reply.hpp"

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::traffic {
namespace {

using wire::Json;
using Kind = WalletReply::Kind;

std::string text_of(const Json *json, std::string_view name) {
  const Json *value = json == nullptr ? nullptr : json->find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

Kind kind_of(int status, const std::string &code) {
  if (status >= 200 && status < 300) return Kind::accepted;
  if (status == 401 && (code == "SESSION_EXPIRED" || code == "PLAYER_UNAUTHORIZED")) return Kind::expired;
  if (status == 500 && (code == "DEBIT_FAILED" || code == "CREDIT_FAILED" || code == "RETRY_REQUIRED"))
    return Kind::retryable;
  if (status >= 400 && status < 500 && status != 408 && status != 429) return Kind::refused;
  return Kind::nothing;
}

std::optional<std::vector<WalletReply::FreeGame>> read_free_games(const Json &json) {
  const Json *list = json.find("freeGameInfo");
  if (list == nullptr || list->array() == nullptr) return std::nullopt;
  std::vector<WalletReply::FreeGame> games;
  for (const Json &entry : *list->array()) {
    const Json *instance = entry.find("instanceId");
    const Json *info = entry.find("instanceInfo");
    const Json *remaining = info == nullptr ? nullptr : info->find("numberOfRoundsRemaining");
    if (instance == nullptr || remaining == nullptr || !instance->decimal() || !remaining->decimal()) continue;
    games.push_back({*instance->decimal(), *remaining->decimal()});
  }
  return games;
}

bool is_json_type(std::string_view type) {
  constexpr std::string_view json = "application/json";
  return type.size() >= json.size() && wire::equal_ignoring_case(type.substr(0, json.size()), json);
}

}  // namespace

WalletReply read_reply(const Reply &reply) {
  WalletReply read;
  read.status = reply.status;
  const auto parsed = wire::parse_json(reply.body);
  const Json *json = std::get_if<Json>(&parsed);
  if (json != nullptr) read.code = text_of(json->find("error"), "code");
  read.kind = kind_of(reply.status, read.code);
  if (read.kind == Kind::nothing) return read;
  if (json == nullptr) {
    read.fault = "the body is no JSON: " + std::get<wire::JsonError>(parsed).message;
    return read;
  }
  if (!is_json_type(reply.content_type)) read.fault = "Content-Type is `" + std::string(reply.content_type) + "`";
  if (read.kind != Kind::accepted) return read;
  if (const Json *balance = json->find("balance")) read.balance = balance->decimal();
  if (!read.balance) read.fault = "there is no `balance` that is a number";
  read.player_id = text_of(json, "playerId");
  read.player_token = text_of(json, "playerToken");
  read.free_games = read_free_games(*json);
  return read;
}

}  // namespace pitboss::traffic
