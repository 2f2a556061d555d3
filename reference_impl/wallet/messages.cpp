#include "reference_impl/wallet/messages.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>

#include "reference_impl/http/bodies.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::wallet {
namespace {

using wire::Json;

constexpr int max_significant_digits = 15;  // wallet.md, Calls
constexpr int max_places = 18;
constexpr std::size_t max_free_text = 255;
const Decimal amount_limit = *Decimal::parse("1e18");  // far above what 15 digits and any currency need

[[noreturn]] void refuse(std::string message) {
  throw Refusal{.code = ErrorCode::invalid_request, .message = std::move(message)};
}

Json parse(std::string_view body) {
  auto parsed = wire::parse_json(body);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed)) refuse(http::no_json(*error));
  Json json = std::get<Json>(std::move(parsed));
  if (json.object() == nullptr) refuse("the body is no JSON object");
  return json;
}

const Json *find(const Json &object, std::string_view name) {
  const Json *member = object.find_any_case(name);
  return member == nullptr || member->is_null() ? nullptr : member;
}

bool is_free_text(std::string_view text) {
  return wire::count_code_points(text) <= max_free_text;
}

bool is_ipv4(std::string_view text) {
  in_addr ignored{};
  return text.find('\0') == std::string_view::npos && inet_pton(AF_INET, std::string(text).c_str(), &ignored) == 1;
}

Decimal amount(const Json &json) {
  if (json.number() == nullptr) refuse("amount is no number");
  const auto value = json.decimal();
  if (!value || value->significant_digits() > max_significant_digits || value->places() > max_places ||
      *value >= amount_limit || -*value >= amount_limit) {
    refuse(fmt::format("amount has more than {} significant digits, or is out of range", max_significant_digits));
  }
  return *value;
}

bool round_finished(const Json *json) {
  if (json == nullptr) return false;
  if (json->boolean() == nullptr) refuse("roundFinished is neither true nor false");
  return *json->boolean();
}

const Json &require(const WalletReading &reading, const Json &object, std::string_view name) {
  const Json *member = reading.find(object, name);
  if (member == nullptr) refuse(fmt::format("{} is missing", name));
  return *member;
}

const std::string &text(const Json &json, std::string_view name) {
  if (json.string() == nullptr) refuse(fmt::format("{} is no string", name));
  return *json.string();
}

std::string read_id(const WalletReading &reading, const Json &object, std::string_view name) {
  const std::string &id = text(require(reading, object, name), name);
  if (!reading.is_id(id)) refuse(fmt::format("{} is not 1 to 255 characters of a-z A-Z 0-9 _ - .", name));
  return id;
}

std::string read_ip(const WalletReading &reading, const Json &object) {
  const std::string &ip = text(require(reading, object, "ip"), "ip");
  if (!reading.is_ipv4(ip)) refuse("ip is no IPv4 address");
  return ip;
}

TransactionType read_type(const WalletReading &reading, const Json &object) {
  const std::string &type = text(require(reading, object, "transactionType"), "transactionType");
  if (type == "debit") return TransactionType::debit;
  if (type == "credit") return TransactionType::credit;
  refuse("transactionType is neither debit nor credit");
}

std::int64_t read_integer(const WalletReading &reading, const Json &object, std::string_view name) {
  const Json &json = require(reading, object, name);
  const auto value = json.decimal();
  if (json.number() == nullptr || !value || value->places() > 0) refuse(fmt::format("{} is no whole number", name));
  const std::string digits = value->to_string();
  std::int64_t number = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc()) {
    refuse(fmt::format("{} is out of range", name));
  }
  return number;
}

std::optional<FreeGameChoice> read_free_game(const WalletReading &reading, const Json &body) {
  const Json *info = reading.find(body, "freeGameInfo");
  if (info == nullptr) return std::nullopt;
  if (info->object() == nullptr) refuse("freeGameInfo is no object");
  return FreeGameChoice{.instance_id = read_integer(reading, *info, "instanceId"),
                        .offer_id = read_integer(reading, *info, "offerId")};
}

void check_optional_text(const WalletReading &reading, const Json &object, std::string_view name) {
  const Json *member = reading.find(object, name);
  if (member != nullptr && !reading.is_free_text(text(*member, name))) {
    refuse(fmt::format("{} is longer than {} characters", name, max_free_text));
  }
}

/// The itemised bet. Whether its amounts add up is the provider's affair (wallet.md, rule 13).
void check_game_info(const WalletReading &reading, const Json *info) {
  if (info == nullptr) return;
  if (info->object() == nullptr) refuse("gameInfo is no object");
  check_optional_text(reading, *info, "gameTransactionType");
  const Json *items = reading.find(*info, "metaData");
  if (items == nullptr) return;
  if (items->array() == nullptr) refuse("gameInfo.metaData is no array");
  for (const Json &item : *items->array()) {
    if (item.object() == nullptr) refuse("gameInfo.metaData holds something that is no object");
    check_optional_text(reading, item, "betType");
    if (const Json *share = reading.find(item, "amount")) reading.amount(*share);
  }
}

}  // namespace

WalletReading::WalletReading()
    : parse(wallet::parse),
      find(wallet::find),
      is_id(wire::is_wallet_id),
      is_free_text(wallet::is_free_text),
      is_ipv4(wallet::is_ipv4),
      amount(wallet::amount),
      round_finished(wallet::round_finished),
      check_game_info(wallet::check_game_info) {}

AuthenticateRequest read_authenticate(const WalletReading &reading, const Json &body) {
  AuthenticateRequest request;
  request.launch_token = text(require(reading, body, "launchToken"), "launchToken");
  request.provider = read_id(reading, body, "provider");
  request.game = read_id(reading, body, "game");
  request.ip = read_ip(reading, body);
  request.platform = text(require(reading, body, "platform"), "platform");
  if (request.platform != "mobile" && request.platform != "desktop") refuse("platform is neither mobile nor desktop");
  return request;
}

BalanceRequest read_balance(const WalletReading &reading, const Json &body) {
  return {.player_id = read_id(reading, body, "playerId"),
          .provider = read_id(reading, body, "provider"),
          .game = read_id(reading, body, "game"),
          .when = {}};
}

TransactionRequest read_transaction(const WalletReading &reading, const Json &body) {
  TransactionRequest request;
  request.player_id = read_id(reading, body, "playerId");
  request.provider = read_id(reading, body, "provider");
  request.game = read_id(reading, body, "game");
  request.transaction_id = read_id(reading, body, "transactionId");
  request.round_id = read_id(reading, body, "roundId");
  request.amount = reading.amount(require(reading, body, "amount"));
  request.type = read_type(reading, body);
  request.round_finished = reading.round_finished(reading.find(body, "roundFinished"));
  if (request.type == TransactionType::debit) request.free_game = read_free_game(reading, body);
  read_ip(reading, body);
  reading.check_game_info(reading, reading.find(body, "gameInfo"));
  return request;
}

RollbackRequest read_rollback(const WalletReading &reading, const Json &body) {
  return {.player_id = read_id(reading, body, "playerId"),
          .provider = read_id(reading, body, "provider"),
          .game = read_id(reading, body, "game"),
          .transaction_id = read_id(reading, body, "transactionId"),
          .round_id = read_id(reading, body, "roundId"),
          .when = {}};
}

}  // namespace pitboss::reference::wallet
