#include "simulator/referee/wallet_call.hpp"

#include "simulator/referee/canonical.hpp"

namespace pitboss::referee {

using journal::Exchange;
using wire::Json;
using Kind = WalletCall::Kind;

namespace {

/// `roundFinished: false` says the same as leaving it out.
bool without_default_finish(std::string_view name, const Json &value) {
  return !(name == "roundfinished" && value == Json(false));
}

std::optional<Kind> kind_of(const Exchange &exchange, const Json &body) {
  if (is_call(exchange, "POST", "/v1/authenticate")) return Kind::authenticate;
  if (is_call(exchange, "POST", "/v1/balance")) return Kind::balance;
  if (is_call(exchange, "POST", "/v1/rollback")) return Kind::rollback;
  if (!is_call(exchange, "POST", "/v1/transaction")) return std::nullopt;
  return text_of(body, "transactionType") == "credit" ? Kind::credit : Kind::debit;
}

}  // namespace

std::optional<WalletCall> read_wallet_call(const journal::Journal &journal, const Exchange &exchange) {
  const Json body = request_json(exchange);
  const auto kind = kind_of(exchange, body);
  if (!kind) return std::nullopt;
  WalletCall call;
  call.kind = *kind;
  call.player = text_of(body, "playerId");
  call.provider = text_of(body, "provider");
  call.game = text_of(body, "game");
  call.round = text_of(body, "roundId");
  call.transaction = text_of(body, "transactionId");
  call.content = canonical(body, without_default_finish);
  call.amount = text_of(body, "amount");
  call.finishes = text_of(body, "roundFinished") == "true";
  call.answer = answer_of(journal, exchange);
  const Json reply = reply_json(exchange);
  if (const Json *error = reply.find_any_case("error")) call.code = text_of(*error, "code");
  return call;
}

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::authenticate:
      return "authenticate";
    case Kind::balance:
      return "balance";
    case Kind::debit:
      return "debit";
    case Kind::credit:
      return "credit";
    case Kind::rollback:
      return "rollback";
  }
  return "";
}

}  // namespace pitboss::referee
