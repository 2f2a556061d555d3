#include "reference_impl/referee/operation.hpp"

#include <array>
#include <map>

#include "schemas/wire/json.hpp"

namespace pitboss::reference::referee {
namespace {

using wire::Json;

struct Route {
  std::string_view method, path, contract, kind;
};

constexpr std::array<Route, 13> routes = {{
    {"POST", "/v1/authenticate", "wallet", "authenticate"},
    {"POST", "/v1/balance", "wallet", "balance"},
    {"POST", "/v1/transaction", "wallet", "debit"},  // or credit: the body says
    {"POST", "/v1/rollback", "wallet", "rollback"},
    {"POST", "/oauth/token", "feed", "token"},
    {"POST", "/api/v1/igaming/customers", "feed", "customers"},
    {"POST", "/api/v1/igaming/transactions", "feed", "transactions"},
    {"POST", "/api/v1/igaming/gaming-activity", "feed", "activity"},
    {"GET", "/api/v1/igaming/customers", "feed", "list"},
    {"GET", "/api/v1/igaming/transactions", "feed", "list"},
    {"GET", "/api/v1/igaming/gaming-activity", "feed", "list"},
    {"POST", "/tracking/client/v1", "movements", "register"},
    {"POST", "/tracking/client-metric-movement/v1", "movements", "movement"},
}};

/// The member as text, so that it can be part of a key.
std::string part(const Json &body, std::string_view name) {
  const Json *member = body.find_any_case(name);
  return member == nullptr ? "-" : wire::to_text(*member);
}

/// A transaction or rollback of the wallet is known by player, round and transaction; what has none of them, by all
/// that it says.
std::string wallet_key(const Json &body, const std::string &kind) {
  return kind + part(body, "playerId") + part(body, "roundId") + part(body, "transactionId");
}

std::string movement_key(const Json &body, const std::string &text) {
  if (body.find("requestId") == nullptr) return text;
  return part(body, "externalClientId") + part(body, "revenueOriginId") + part(body, "requestId");
}

}  // namespace

Operation operation_of(const http::Request &request) {
  Operation operation;
  for (const Route &route : routes)
    if (route.method == request.method && route.path == request.path)
      operation = {std::string(route.contract), std::string(route.kind), {}};
  if (operation.kind.empty() || operation.kind == "token" || operation.kind == "list") return operation;
  operation.key = operation.kind + request.body;
  const auto parsed = wire::parse_json(request.body);
  const Json *body = std::get_if<Json>(&parsed);
  if (body == nullptr || body->object() == nullptr) return operation;
  if (operation.kind == "movement") operation.key = "movement" + movement_key(*body, request.body);
  if (operation.kind == "authenticate" || operation.kind == "balance") operation.key.clear();
  if (request.path == "/v1/transaction") {
    const Json *type = body->find_any_case("transactionType");
    if (type != nullptr && type->string() != nullptr && *type->string() == "credit") operation.kind = "credit";
  }
  if (request.path == "/v1/transaction" || request.path == "/v1/rollback")
    operation.key = wallet_key(*body, operation.kind);
  return operation;
}

const std::vector<std::string> &operation_kinds(const std::string &contract) {
  static const std::map<std::string, std::vector<std::string>> kinds = {
      {"wallet", {"authenticate", "balance", "debit", "credit", "rollback"}},
      {"feed", {"token", "customers", "transactions", "activity", "list"}},
      {"movements", {"register", "movement"}},
  };
  static const std::vector<std::string> none;
  const auto found = kinds.find(contract);
  return found == kinds.end() ? none : found->second;
}

}  // namespace pitboss::reference::referee
