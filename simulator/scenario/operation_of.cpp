#include "schemas/wire/ids.hpp"
#include "simulator/scenario/wallet_request.hpp"

namespace pitboss::scenario {
namespace {

using model::WalletOp;
using wire::Json;

std::optional<std::string> id_field(const Json &body, std::string_view name) {
  const Json *value = body.find_any_case(name);
  if (value == nullptr || value->string() == nullptr || value->string()->empty()) return std::nullopt;
  return *value->string();
}

std::optional<WalletOp> transaction_of(const Json &body, const PlayerInPlay &player) {
  const auto round = id_field(body, "roundId");
  const auto transaction = id_field(body, "transactionId");
  const auto type = id_field(body, "transactionType");
  const Json *amount = body.find_any_case("amount");
  if (!round || !transaction || !type || (*type != "debit" && *type != "credit")) return std::nullopt;
  if (amount == nullptr || !amount->decimal() || !id_field(body, "ip")) return std::nullopt;
  WalletOp op{*type == "debit" ? WalletOp::Kind::debit : WalletOp::Kind::credit, *round, *transaction,
              *amount->decimal()};
  if (const Json *finish = body.find_any_case("roundFinished"); finish != nullptr && !finish->is_null()) {
    if (finish->boolean() == nullptr) return std::nullopt;
    op.finish = *finish->boolean();
  }
  const Json *free_game = body.find_any_case("freeGameInfo");
  if (op.kind == WalletOp::Kind::credit || free_game == nullptr || free_game->is_null()) return op;
  const Json *instance = free_game->find_any_case("instanceId");
  const Json *offer = free_game->find_any_case("offerId");
  if (instance == nullptr || !instance->decimal() || offer == nullptr || !offer->decimal()) return std::nullopt;
  op.free_game = true;
  op.unusable_game = !player.free_game || player.free_rounds.value_or(1) <= 0 ||
                     *instance->decimal() != wire::Decimal(player.free_game->instance_id);
  return op;
}

}  // namespace

std::optional<WalletOp> operation_of(const target::Request &request, const PlayerInPlay &player) {
  const auto parsed = wire::parse_json(request.body);
  const Json *body = std::get_if<Json>(&parsed);
  if (body == nullptr || body->object() == nullptr) return std::nullopt;
  for (const char *name : {"playerId", "provider", "game"})
    if (!id_field(*body, name)) return std::nullopt;
  if (request.path == "/v1/balance") return WalletOp{};
  if (request.path == "/v1/transaction") return transaction_of(*body, player);
  const auto round = id_field(*body, "roundId");
  const auto transaction = id_field(*body, "transactionId");
  if (request.path != "/v1/rollback" || !round || !transaction) return std::nullopt;
  return WalletOp{WalletOp::Kind::rollback, *round, *transaction, {}};
}

}  // namespace pitboss::scenario
