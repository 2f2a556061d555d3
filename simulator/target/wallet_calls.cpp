#include "simulator/target/wallet_calls.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::target {

using wire::Json;

WalletCall WalletCalls::authenticate(const std::string &launch_token, const Player &player,
                                     const std::string &game) const {
  WalletCall call{"/v1/authenticate", wire::JsonObject{}, "", wire::fresh_guid()};
  call.body.set("launchToken", launch_token);
  call.body.set("provider", wallet_->provider);
  call.body.set("game", game);
  call.body.set("ip", player.ip);
  call.body.set("platform", player.platform);
  return call;
}

namespace {

WalletCall call_of(const std::string &path, const Wallet &wallet, const Session &session) {
  WalletCall call{path, wire::JsonObject{}, session.token, wire::fresh_guid()};
  call.body.set("playerId", session.player_id);
  call.body.set("provider", wallet.provider);
  call.body.set("game", session.game);
  return call;
}

}  // namespace

WalletCall WalletCalls::balance(const Session &session) const {
  return call_of("/v1/balance", *wallet_, session);
}

WalletCall WalletCalls::transaction(const Session &session, const Player &player, const std::string &type,
                                    const std::string &round_id, const std::string &transaction_id,
                                    const wire::Decimal &amount) const {
  WalletCall call = call_of("/v1/transaction", *wallet_, session);
  call.body.set("transactionId", transaction_id);
  call.body.set("roundId", round_id);
  call.body.set("amount", wire::JsonNumber{amount.to_string(wallet_->max_decimals)});
  call.body.set("transactionType", type);
  call.body.set("ip", player.ip);
  return call;
}

WalletCall WalletCalls::rollback(const Session &session, const std::string &round_id,
                                 const std::string &transaction_id) const {
  WalletCall call = call_of("/v1/rollback", *wallet_, session);
  call.body.set("transactionId", transaction_id);
  call.body.set("roundId", round_id);
  return call;
}

Request to_request(const WalletCall &call, const wire::Signer &signer, const std::optional<std::string> &raw_body) {
  Request request;
  request.path = call.path;
  request.body = raw_body ? *raw_body : wire::to_text(call.body);
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("X-HMAC-Signature", signer.sign(request.body));
  if (!call.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + call.token);
  if (!call.request_id.empty()) request.headers.emplace_back("X-Request-ID", call.request_id);
  return request;
}

bool WalletReply::retryable() const {
  if (status == 401) return error_code == "SESSION_EXPIRED";
  return status == 500 &&
         (error_code == "DEBIT_FAILED" || error_code == "CREDIT_FAILED" || error_code == "RETRY_REQUIRED");
}

WalletReply read_wallet_reply(const Exchange &exchange) {
  WalletReply reply;
  if (!exchange.reply) return reply;
  reply.status = exchange.reply->status;
  auto parsed = wire::parse_json(exchange.reply->body, wire::limits_of_message);
  // That JSON is UTF-8 is judged by a requirement of its own; what a reply in another encoding says is looked at.
  if (!std::holds_alternative<Json>(parsed) && !wire::is_valid_utf8(exchange.reply->body))
    parsed = wire::parse_json(wire::to_valid_utf8(exchange.reply->body), wire::limits_of_message);
  if (!std::holds_alternative<Json>(parsed)) return reply;
  reply.json = std::get<Json>(std::move(parsed));
  if (const Json *balance = reply.json->find("balance"))
    reply.balance = balance->string() ? wire::Decimal::parse_numeric_string(*balance->string()) : balance->decimal();
  const auto text = [&](std::string_view name) {
    const Json *error = reply.json->find("error");
    const Json *value = error ? error->find(name) : nullptr;
    return value && value->string() ? *value->string() : std::string();
  };
  reply.error_code = text("code");
  reply.error_message = text("message");
  return reply;
}

}  // namespace pitboss::target
