#include "simulator/demo/partner.hpp"

#include <fmt/format.h>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::demo {

using target::Request;
using wire::Json;

namespace {

constexpr int unauthorised = 401;

target::ClientOptions options_for(const target::TargetFile &target, const std::string &contract) {
  return {.base_url = target.base_url(contract), .tls = target.tls, .proxy = {}, .timeouts = target.timeouts};
}

std::string text(const Json &json, std::string_view name) {
  const Json *member = json.find(name);
  return member == nullptr || member->string() == nullptr ? std::string() : *member->string();
}

Request request_of(const std::string &method, const std::string &path, const Json &body) {
  Request request{.method = method, .path = path, .headers = {}, .body = {}};
  if (body.is_null()) return request;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = to_text(body);
  return request;
}

}  // namespace

Partner::Partner(const target::TargetFile &target)
    : target_(target),
      wallet_(options_for(target, "wallet")),
      feed_(options_for(target, "feed")),
      movements_(options_for(target, "movements")),
      calls_(*target.wallet),
      signer_(target.wallet->hmac_secret, target.wallet->signature_encoding),
      run_(wire::fresh_guid().substr(0, 4)) {}

Answer Partner::send(target::Client &client, const Request &request) {
  const target::Exchange exchange = client.send(request);
  Answer answer;
  if (!exchange.reply) return answer;
  answer.status = exchange.reply->status;
  auto json = wire::parse_json(exchange.reply->body);
  if (auto *parsed = std::get_if<Json>(&json)) answer.body = std::move(*parsed);
  const target::WalletReply read = target::read_wallet_reply(exchange);
  answer.balance = read.balance;
  answer.code = read.error_code;
  return answer;
}

Answer Partner::get_token() {
  const std::string credentials = setting("feed", "client_id") + ":" + setting("feed", "client_secret");
  const Answer answer = send(feed_, {.method = "POST",
                                     .path = setting("feed", "token_path"),
                                     .headers = {{"Authorization", "Basic " + wire::to_base64(credentials)},
                                                 {"Content-Type", "application/x-www-form-urlencoded"}},
                                     .body = "grant_type=client_credentials"});
  token_ = text(answer.body, "access_token");
  return answer;
}

Answer Partner::feed(const std::string &method, const std::string &path, const Json &body) {
  if (token_.empty()) get_token();
  const auto once = [&] {
    Request request = request_of(method, path, body);
    request.headers.emplace_back("Authorization", "Bearer " + token_);
    return send(feed_, request);
  };
  const Answer answer = once();
  if (answer.status != unauthorised) return answer;
  get_token();
  return once();
}

Answer Partner::movements(const std::string &method, const std::string &path, const Json &body) {
  Request request = request_of(method, path, body);
  request.headers.emplace_back("X-Api-Key", setting("movements", "api_key"));
  return send(movements_, request);
}

std::string Partner::setting(const std::string &contract, const std::string &path) const {
  return target_.rest_of(contract).text(path);
}

Answer Partner::authenticate(std::size_t player) {
  const target::Player &who = target_.wallet->players.at(player);
  const Answer answer =
      send(wallet_, to_request(calls_.authenticate(who.launch_token, who, target_.wallet->game), signer_));
  sessions_[player] = {.player_id = text(answer.body, "playerId"),
                       .token = text(answer.body, "playerToken"),
                       .currency = {},
                       .game = target_.wallet->game,
                       .balance = answer.balance.value_or(wire::Decimal()),
                       .reply = {}};
  return answer;
}

Answer Partner::call(const target::WalletCall &call) {
  return send(wallet_, to_request(call, signer_));
}

Answer Partner::balance(std::size_t player) {
  return call(calls_.balance(sessions_[player]));
}

Answer Partner::transaction(std::size_t player, const Transaction &transaction) {
  target::WalletCall made = calls_.transaction(sessions_[player], target_.wallet->players.at(player), transaction.type,
                                               transaction.round, transaction.id, transaction.amount);
  if (transaction.finishes) made.body.set("roundFinished", true);
  return call(made);
}

Answer Partner::rollback(std::size_t player, const std::string &round, const std::string &id) {
  return call(calls_.rollback(sessions_[player], round, id));
}

std::string Partner::player_id(std::size_t player) const {
  const auto found = sessions_.find(player);
  return found == sessions_.end() ? std::string() : found->second.player_id;
}

std::string Partner::fresh(const std::string &what) {
  return fmt::format("{}-{}-{}", what, run_, ++last_id_);
}

Answer Partner::lose_next_debit() {
  return dashboard("POST", "/dashboard/v1/misbehaviours",
                   wire::JsonObject{{"contract", "wallet"},
                                    {"on", wire::JsonArray{"debit"}},
                                    {"do", wire::JsonArray{"lose_reply_after_commit"}},
                                    {"count", 1}});
}

Answer Partner::dashboard(const std::string &method, const std::string &path, const Json &body) {
  Request request = request_of(method, path, body);
  request.headers.emplace_back("X-Pitboss", "dashboard");
  return send(wallet_, request);
}

}  // namespace pitboss::demo
