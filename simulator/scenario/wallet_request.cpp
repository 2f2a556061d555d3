#include "simulator/scenario/wallet_request.hpp"

#include <stdexcept>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"
#include "schemas/wire/leading_integer.hpp"
#include "simulator/scenario/altered_credentials.hpp"
#include "simulator/scenario/local_address.hpp"

namespace pitboss::scenario {

using wire::Json;
using wire::JsonObject;

/// What the placeholders of a call stand for.
struct WalletRequests::Parts {
  const PlayerInPlay &player;
  const target::Session &session;
  int n;
};

namespace {

std::string text_argument(const Json &arguments, std::string_view name, const std::string &otherwise) {
  const Json *value = arguments.find(name);
  return value == nullptr ? otherwise : scalar_text(*value);
}

const std::map<std::string, std::string> &paths() {
  static const std::map<std::string, std::string> all{{"authenticate", "/v1/authenticate"},
                                                      {"balance", "/v1/balance"},
                                                      {"debit", "/v1/transaction"},
                                                      {"credit", "/v1/transaction"},
                                                      {"rollback", "/v1/rollback"}};
  return all;
}

void remove_member(Json &object, const std::string &name) {
  if (JsonObject *members = object.object())
    std::erase_if(*members, [&](const auto &member) { return member.first == name; });
}

/// "hex:8" is 8 fresh hex digits, "HEX:8" in upper case; at most 32.
std::string fresh_hex(std::string_view name) {
  std::string digits = wire::fresh_guid();
  std::erase(digits, '-');
  // Digits 13 and 17 of a GUID say its version and variant and are no random ones.
  digits.erase(16, 1).erase(12, 1);
  digits = digits.substr(0, static_cast<std::size_t>(std::max(0, wire::leading_integer<int>(name.substr(4)))));
  if (name.front() == 'H')
    for (char &c : digits)
      if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  return digits;
}

}  // namespace

void set_header(target::Headers &headers, const std::string &name, const std::optional<std::string> &value) {
  std::erase_if(headers, [&](const auto &header) { return wire::equal_ignoring_case(header.first, name); });
  if (value) headers.emplace_back(name, *value);
}

std::size_t WalletRequests::player_of(const Json &arguments) {
  const Json *player = arguments.find("player");
  if (player == nullptr || player->number() == nullptr || player->number()->text.size() > 4) return 0;
  return static_cast<std::size_t>(std::max(1, wire::leading_integer<int>(player->number()->text))) - 1;
}

bool WalletRequests::wants_other_game(const Json &arguments) {
  return text_argument(arguments, "game", "") == "other" || text_argument(arguments, "token", "") == "of other game";
}

AmountWords WalletRequests::words(const PlayerInPlay &player) const {
  return {player.opening, wire::Decimal::unit(context_->wallet.max_decimals)};
}

const target::Session &WalletRequests::session_of(const PlayerInPlay &player, const Json &arguments) const {
  const bool other = text_argument(arguments, "game", "") == "other";
  return other && player.other_session ? *player.other_session : player.session;
}

std::string WalletRequests::launch_token(const PlayerInPlay &player) const {
  const LaunchToken token = launch_token_of(*player.settings);
  if (!token.error.empty()) throw std::invalid_argument(player.label() + ": " + token.error);
  if (!player.settings->launch_token_command.empty())
    context_->secrets.learn(token.token, "<wallet.players." + std::to_string(player.index + 1) + ".launch_token>");
  return token.token;
}

// ---- The generated body
// ------------------------------------------------------------------------------------------------------

Json WalletRequests::free_game(const Json &value, const PlayerInPlay &player) const {
  Json info;
  if (value.object() != nullptr) {
    if (const Json *instance = value.find("instance")) info.set("instanceId", *instance);
    if (const Json *offer = value.find("offer")) info.set("offerId", *offer);
    return info;
  }
  if (!player.free_game) throw std::invalid_argument("the target file names no free game of " + player.label());
  info.set("instanceId", static_cast<long long>(player.free_game->instance_id));
  info.set("offerId", static_cast<long long>(player.free_game->offer_id));
  return info;
}

target::WalletCall WalletRequests::generated(const std::string &action, const Json &arguments,
                                             const PlayerInPlay &player, const target::Session &session, int n) const {
  if (action == "balance") return calls_.balance(session);
  if (action == "authenticate") {
    const std::string which = text_argument(arguments, "launch_token", "");
    std::string token = filled(which, {player, session, n});
    const auto &rejected = context_->wallet.rejected_launch_tokens;
    if (which.empty()) {
      token = launch_token(player);
    } else if (which == "unknown") {
      token = "pitboss." + context_->run_id + ".nobody-issued-this";
    } else if (const auto found = rejected.find(which); found != rejected.end()) {
      token = found->second;
    }
    return calls_.authenticate(token, *player.settings, session.game);
  }
  const std::string round = labels_->id(text_argument(arguments, "round", "R"), n);
  const std::string transaction = labels_->id(text_argument(arguments, "transaction", "T"), n);
  if (action == "rollback") return calls_.rollback(session, round, transaction);
  target::WalletCall call = calls_.transaction(session, *player.settings, action, round, transaction, 0);
  if (const Json *amount = arguments.find("amount")) {
    const std::string text = scalar_text(*amount);
    const std::optional<wire::Decimal> value = evaluate_amount(text, words(player));
    // A plain number is written as it stands in the file; a sum with the wallet's decimals.
    const bool plain = wire::Decimal::parse(text).has_value();
    if (value)
      call.body.set("amount", wire::JsonNumber{plain ? text : value->to_string(context_->wallet.max_decimals)});
  }
  // Written out where it is false too: what its absence means is for scenarios of its own.
  const Json *finish = arguments.find("finish");
  call.body.set("roundFinished", finish != nullptr && finish->boolean() != nullptr && *finish->boolean());
  if (const Json *game = arguments.find("free_game");
      game != nullptr && !(game->boolean() != nullptr && !*game->boolean()))
    call.body.set("freeGameInfo", free_game(*game, player));
  return call;
}

std::string WalletRequests::filled(std::string_view text, const Parts &parts) const {
  return fill_in(text, [&](std::string_view name) -> std::optional<std::string> {
    if (name == "player_id") return parts.session.player_id;
    if (name == "provider") return context_->wallet.provider;
    if (name == "game") return parts.session.game;
    if (name == "other_game") return context_->wallet.other_game;
    if (name == "ip") return parts.player.settings->ip;
    if (name == "platform") return parts.player.settings->platform;
    if (name == "token") return parts.session.token;
    if (name == "launch_token") return launch_token(parts.player);
    if (name == "host") return authority_of(context_->wallet.base_url);
    if (name == "n") return std::to_string(parts.n);
    if (name == "free_instance" && parts.player.free_game) return std::to_string(parts.player.free_game->instance_id);
    if (name == "free_offer" && parts.player.free_game) return std::to_string(parts.player.free_game->offer_id);
    if (name.starts_with("hex:") || name.starts_with("HEX:")) return fresh_hex(name);
    if (name.starts_with("round:")) return labels_->id(std::string(name.substr(6)), parts.n);
    if (name.starts_with("transaction:")) return labels_->id(std::string(name.substr(12)), parts.n);
    return std::nullopt;
  });
}

Json WalletRequests::filled_json(const Json &json, const Parts &parts) const {
  if (const std::string *text = json.string()) {
    const bool is_number = *text == "{free_instance}" || *text == "{free_offer}";
    if (is_number && parts.player.free_game) return wire::JsonNumber{filled(*text, parts)};
    return filled(*text, parts);
  }
  if (const wire::JsonArray *array = json.array()) {
    wire::JsonArray out;
    for (const Json &element : *array) out.push_back(filled_json(element, parts));
    return out;
  }
  if (const JsonObject *object = json.object()) {
    JsonObject out;
    for (const auto &[name, member] : *object) out.emplace_back(filled(name, parts), filled_json(member, parts));
    return out;
  }
  return json;
}

void WalletRequests::change_fields(const Json &arguments, const Parts &parts, Json &body) const {
  if (const Json *provider = arguments.find("provider")) body.set("provider", scalar_text(*provider));
  if (const Json *id = arguments.find("player_id")) {
    const std::string text = scalar_text(*id);
    const auto other =
        text.starts_with("of player ") ? wire::leading_integer<int>(std::string_view(text).substr(10)) : 0;
    if (other > 0 && static_cast<std::size_t>(other) <= players_->size())
      body.set("playerId", (*players_)[static_cast<std::size_t>(other) - 1].session.player_id);
    else
      body.set("playerId", filled(text, parts));
  }
  const std::string game = text_argument(arguments, "game", "other");
  if (game != "other") body.set("game", game);
  if (const Json *without = arguments.find("without"); without != nullptr && without->array() != nullptr)
    for (const Json &name : *without->array()) remove_member(body, scalar_text(name));
  if (const Json *with = arguments.find("with"); with != nullptr && with->object() != nullptr)
    for (const auto &[name, value] : *with->object()) body.set(filled(name, parts), filled_json(value, parts));
}

// ---- Headers
// -----------------------------------------------------------------------------------------------------------------

std::string WalletRequests::token(const std::string &which, const PlayerInPlay &player,
                                  const target::Session &session) const {
  if (which == "missing") return "";
  if (which == "unknown") return "pitboss." + context_->run_id + ".nobody-issued-this";
  if (which == "damaged") return damaged_token(session.token);
  if (which == "of other game") return player.other_session.value_or(player.session).token;
  if (which == "expired") return context_->wallet.expired_player_token.value_or(target::ExpiredPlayerToken{}).token;
  if (which == "first") return context_->sessions.first_token(player.index, session.game);
  if (which.starts_with("of player ")) {
    const auto other =
        static_cast<std::size_t>(std::max(1, wire::leading_integer<int>(std::string_view(which).substr(10))));
    if (other <= players_->size()) return (*players_)[other - 1].session.token;
  }
  return session.token;
}

void WalletRequests::sign(const std::string &how, target::Request &request) const {
  if (how == "right") return;
  std::optional<std::string> signature;
  if (how == "empty") {
    signature = "";
  } else if (how == "of other body") {
    signature = context_->signer.sign(request.body + " ");
  } else if (how == "of other secret") {
    signature = context_->other_signer.sign(request.body);
  } else if (how != "missing") {
    signature = altered_signature(how, context_->signer.sign(request.body));
  }
  set_header(request.headers, "X-HMAC-Signature", signature);
}

void WalletRequests::set_headers(const Json &arguments, const Parts &parts, target::Request &request) const {
  const Json *headers = arguments.find("headers");
  if (headers == nullptr || headers->object() == nullptr) return;
  for (const auto &[name, value] : *headers->object())
    set_header(request.headers, name,
               value.is_null() ? std::nullopt : std::optional(filled(scalar_text(value), parts)));
}

// ---- The whole
// ---------------------------------------------------------------------------------------------------------------

std::string WalletRequests::in_words(const std::string &action, const Json &arguments, const PlayerInPlay &player,
                                     int n) const {
  std::string text = action;
  if (action == "debit" || action == "credit") {
    if (const Json *amount = arguments.find("amount")) {
      const std::string written = scalar_text(*amount);
      const bool is_sum = !wire::Decimal::parse(written).has_value();
      const std::optional<wire::Decimal> value = evaluate_amount(written, words(player));
      text += " " + (is_sum && value ? value->to_string(context_->wallet.max_decimals) : written);
    }
    if (arguments.find("free_game") != nullptr) text += " as a free game";
  }
  if (const Json *transaction = arguments.find("transaction"); action == "rollback" && transaction != nullptr)
    text += " of " + Labels::shown(scalar_text(*transaction), n);
  if (const Json *round = arguments.find("round")) text += " in round " + Labels::shown(scalar_text(*round), n);
  if (const Json *finish = arguments.find("finish");
      finish != nullptr && finish->boolean() != nullptr && *finish->boolean())
    text += ", round finished";
  for (const char *name : {"token", "signature", "launch_token"})
    if (const Json *value = arguments.find(name)) {
      std::string label = name;
      std::replace(label.begin(), label.end(), '_', ' ');
      text += ", " + label + " " + scalar_text(*value);
    }
  return text;
}

BuiltCall WalletRequests::call(const std::string &action, const Json &arguments, int n) const {
  BuiltCall built;
  built.call = action;
  built.player = player_of(arguments);
  if (built.player >= players_->size())
    throw std::invalid_argument("the scenario needs more players than it says in `needs`");
  const PlayerInPlay &player = (*players_)[built.player];
  const target::Session &session = session_of(player, arguments);
  const Parts parts{player, session, n};
  built.name = in_words(action, arguments, player, n);
  built.game = session.game;

  target::WalletCall call = generated(action, arguments, player, session, n);
  change_fields(arguments, parts, call.body);
  const std::string which_token = text_argument(arguments, "token", action == "authenticate" ? "missing" : "own");
  const std::string request_id = text_argument(arguments, "request_id", "fresh");
  call.token = token(which_token, player, session);
  call.request_id = request_id == "fresh"     ? wire::fresh_guid()
                    : request_id == "missing" ? ""
                                              : filled(request_id, parts);
  std::optional<std::string> raw_body;
  if (const Json *body = arguments.find("body")) raw_body = filled(scalar_text(*body), parts);
  built.request = target::to_request(call, context_->signer, raw_body);
  const std::string signature = text_argument(arguments, "signature", "right");
  sign(signature, built.request);
  set_headers(arguments, parts, built.request);

  built.op = operation_of(built.request, player);
  if (request_id != "fresh")
    built.name += request_id == "missing" ? ", no request id" : ", request id " + call.request_id;
  built.own_token = action != "authenticate" && arguments.find("token") == nullptr;
  const bool own = which_token == "own" || which_token == "first" || action == "authenticate";
  const Json *with = arguments.find("with");
  const std::string game = text_argument(arguments, "game", "other");
  built.authentic = own && signature == "right" && (request_id == "fresh" || wire::is_guid(call.request_id)) &&
                    game == "other" && arguments.find("provider") == nullptr &&
                    arguments.find("player_id") == nullptr && arguments.find("headers") == nullptr &&
                    arguments.find("launch_token") == nullptr &&
                    (with == nullptr || with->find("launchToken") == nullptr);
  return built;
}

BuiltCall WalletRequests::http(const Json &arguments) const {
  BuiltCall built;
  built.player = player_of(arguments);
  if (built.player >= players_->size())
    throw std::invalid_argument("the scenario needs more players than it says in `needs`");
  const PlayerInPlay &player = (*players_)[built.player];
  const target::Session &session = player.session;
  const Parts parts{player, session, 1};
  target::WalletCall call = calls_.balance(session);
  call.path = filled(text_argument(arguments, "path", "/"), parts);
  call.token = session.token;
  call.request_id = wire::fresh_guid();
  const std::string method = text_argument(arguments, "method", "POST");
  std::string body;
  if (const Json *given = arguments.find("body")) body = filled(scalar_text(*given), parts);
  if (const Json *bytes = arguments.find("body_bytes")) {
    body = wire::to_text(call.body);
    const auto size = static_cast<std::size_t>(std::max(0L, wire::leading_integer<long>(scalar_text(*bytes))));
    if (size > body.size()) body.insert(body.size() - 1, size - body.size(), ' ');
  }
  built.name = method + " " + call.path;
  built.request = target::to_request(call, context_->signer, body);
  built.request.method = method;
  set_headers(arguments, parts, built.request);
  for (const auto &[name, path] : paths())
    if (method == "POST" && path == call.path && name != "credit") built.call = name;
  built.op = method == "POST" ? operation_of(built.request, player) : std::nullopt;
  built.game = session.game;
  return built;
}

std::string WalletRequests::raw_bytes(const Json &arguments) const {
  const PlayerInPlay &player = players_->front();
  return filled(text_argument(arguments, "bytes", ""), {player, player.session, 1});
}

BuiltCall WalletRequests::plain(const model::WalletOp &op, std::size_t index) const {
  using Kind = model::WalletOp::Kind;
  const PlayerInPlay &player = (*players_)[index];
  BuiltCall built;
  built.player = index;
  built.op = op;
  built.own_token = true;
  built.game = player.session.game;
  target::WalletCall call;
  if (op.kind == Kind::balance) {
    built.call = built.name = "balance";
    call = calls_.balance(player.session);
  } else if (op.kind == Kind::rollback) {
    built.call = "rollback";
    built.name = "rollback of " + op.transaction + " in round " + op.round;
    call = calls_.rollback(player.session, op.round, op.transaction);
  } else {
    built.call = op.kind == Kind::debit ? "debit" : "credit";
    built.name = built.call + " " + op.amount.to_string(context_->wallet.max_decimals) + " in round " + op.round +
                 (op.finish ? ", round finished" : "");
    call = calls_.transaction(player.session, *player.settings, built.call, op.round, op.transaction, op.amount);
    call.body.set("roundFinished", op.finish);
    if (op.free_game) call.body.set("freeGameInfo", free_game(Json(true), player));
  }
  call.token = player.session.token;
  call.request_id = wire::fresh_guid();
  built.request = target::to_request(call, context_->signer);
  return built;
}

}  // namespace pitboss::scenario
