#include "tests/unit/scenario/fake_wallet.hpp"

#include <atomic>

#include "schemas/wire/ids.hpp"
#include "schemas/wire/leading_integer.hpp"

namespace pitboss::scenario::testing {

using model::WalletOp;
using target::Exchange;
using target::Failure;
using target::Reply;
using target::Request;
using wire::Decimal;
using wire::Json;
using wire::JsonObject;

namespace {

constexpr std::size_t largest_body = 1024UL * 1024;

class FakeTransport : public Transport {
 public:
  explicit FakeTransport(FakeWallet &wallet) : wallet_(wallet) {}
  Exchange send(const Request &request, target::LoseReply lose) override {
    Exchange exchange = wallet_.handle(request);
    if (lose == target::LoseReply::no) return exchange;
    exchange.reply.reset();
    exchange.failure = Failure::lost;
    exchange.detail = "reply lost on purpose";
    return exchange;
  }
  /// Raw bytes are closed upon; that is always right.
  Exchange send_raw(std::string_view bytes, const target::Client::RawOptions &) override {
    Request request;
    request.body = bytes;
    return FakeWallet::failed(request, Failure::closed, "closed without a reply");
  }

 private:
  FakeWallet &wallet_;
};

/// Differs between exchanges.
std::chrono::microseconds next_time() {
  static std::atomic<long long> clock{0};
  return std::chrono::microseconds(clock += 10);
}

Exchange exchange_of(const Request &request) {
  Exchange exchange;
  exchange.request = request;
  exchange.url = "http://127.0.0.1:1" + request.path;
  const std::chrono::microseconds now = next_time();
  exchange.began = std::chrono::steady_clock::time_point(now);
  // The clock of the system is set back all the time: the order of calls is none of its business.
  exchange.started_at = wire::TimePoint(std::chrono::microseconds(1'700'000'000'000'000) - now);
  exchange.duration = std::chrono::microseconds(5);
  return exchange;
}

std::string error_body(const std::string &code, const std::string &message) {
  Json error(JsonObject{{"code", code}, {"message", message}});
  return wire::to_text(Json(JsonObject{{"error", error}}));
}

}  // namespace

FakeWallet::FakeWallet() : signer_("secret", wire::SignatureEncoding::hex) {
  target.name = "fake";
  target.redacted = Json(JsonObject{{"name", "fake"}});
  target.wallet.emplace();
  target::Wallet &wallet = *target.wallet;
  wallet.base_url = "http://127.0.0.1:1";
  wallet.hmac_secret = "secret";
  wallet.provider = "gameprovider";
  wallet.game = "fantasyquest";
  wallet.other_game = "dragonrising";
  for (int n = 1; n <= 3; ++n) {
    const std::string number = std::to_string(n);
    target::Player player;
    player.launch_token = "launch-" + number;
    player.ip = "1.2.3.4";
    player.free_games = {{1, 99}, {2, 98}};
    wallet.players.push_back(player);
    launch_tokens_[player.launch_token] = "player-" + number;
    wallets_["player-" + number].state = model::WalletState(*Decimal::parse("1000.00"));
    wallets_["player-" + number].free_rounds = {{1, 1000}, {2, 3}};
  }
  wallet.rejected_launch_tokens = {{"expired", "launch-expired"}, {"tampered", "launch-tampered"}};
  wallet.expired_player_token = target::ExpiredPlayerToken{1, "token-expired"};
}

Connect FakeWallet::connect() {
  return [this] { return std::make_unique<FakeTransport>(*this); };
}

Decimal FakeWallet::balance_of(const std::string &player_id) {
  const std::lock_guard lock(mutex_);
  return wallets_.at(player_id).state.balance() + wallets_.at(player_id).bent;
}

void FakeWallet::set_balance(const std::string &player_id, const Decimal &balance) {
  const std::lock_guard lock(mutex_);
  wallets_[player_id].state = model::WalletState(balance);
}

Exchange FakeWallet::failed(const Request &request, Failure failure, const std::string &detail) {
  Exchange exchange = exchange_of(request);
  exchange.failure = failure;
  exchange.detail = detail;
  return exchange;
}

Exchange FakeWallet::answered(const Request &request, int status, const std::string &code) {
  Exchange exchange = exchange_of(request);
  exchange.reply.emplace();
  exchange.reply->status = status;
  exchange.reply->http_version = "1.1";
  exchange.reply->headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache, no-store"}};
  if (const std::string *id = header_of(request.headers, "X-Request-ID"))
    exchange.reply->headers.emplace_back("X-Request-ID", *id);
  exchange.reply->body = error_body(code, "told to");
  exchange.reply->body_bytes = exchange.reply->body.size();
  return exchange;
}

Exchange FakeWallet::handle(const Request &request) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  if (before)
    if (std::optional<Exchange> exchange = before(request)) return *exchange;
  Exchange exchange = exchange_of(request);
  exchange.reply = answer(request);
  if (after) after(request, *exchange.reply);
  exchange.reply->body_bytes = exchange.reply->body.size();
  return exchange;
}

Reply FakeWallet::answer(const Request &request) {
  Reply reply;
  reply.http_version = "1.1";
  reply.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "no-cache, no-store"}};
  if (const std::string *id = header_of(request.headers, "X-Request-ID"))
    reply.headers.emplace_back("X-Request-ID", *id);
  try {
    reply.body = wire::to_text(route(request));
    reply.status = 200;
  } catch (const Fault &fault) {
    reply.status = fault.status;
    reply.body = error_body(fault.code, fault.message);
  } catch (const FieldFault &fault) {
    reply.status = 400;
    reply.body = error_body("INVALID_REQUEST", fault.message);
  }
  return reply;
}

Json FakeWallet::route(const Request &request) {
  static const std::set<std::string> paths{"/v1/authenticate", "/v1/balance", "/v1/transaction", "/v1/rollback"};
  if (!paths.contains(request.path)) throw Fault{404, "INVALID_REQUEST", "no such path"};
  if (request.method != "POST") throw Fault{405, "INVALID_REQUEST", "POST only"};
  if (request.body.size() > largest_body) throw Fault{413, "INVALID_REQUEST", "too large"};
  const std::string *signature = header_of(request.headers, "X-HMAC-Signature");
  if (signature == nullptr || !signer_.verify(request.body, *signature))
    throw Fault{401, "SERVER_UNAUTHORIZED", "signature"};
  const std::string *authorization = header_of(request.headers, "Authorization");
  if (request.path != "/v1/authenticate") {
    if (authorization == nullptr || !authorization->starts_with("Bearer "))
      throw Fault{401, "PLAYER_UNAUTHORIZED", "no token"};
    const std::string token = authorization->substr(7);
    if (!tokens_.contains(token) && token != "token-expired") throw Fault{401, "PLAYER_UNAUTHORIZED", "unknown token"};
  }
  const std::string *id = header_of(request.headers, "X-Request-ID");
  if (id == nullptr || !wire::is_guid(*id)) throw Fault{400, "INVALID_REQUEST", "X-Request-ID is no GUID"};
  const auto parsed = wire::parse_json(request.body);
  const Json *body = std::get_if<Json>(&parsed);
  if (body == nullptr || body->object() == nullptr) throw Fault{400, "INVALID_REQUEST", "no JSON object"};
  return request.path == "/v1/authenticate" ? authenticate(*body) : act(request.path, request, *body);
}

Json FakeWallet::authenticate(const Json &body) {
  const std::optional<std::string> launch_token = text_field(body, "launchToken");
  const std::string provider = id_field(body, "provider");
  const std::string game = id_field(body, "game");
  const std::optional<std::string> platform = text_field(body, "platform");
  check_ip(body);
  if (!launch_token) throw FieldFault{"launchToken is missing"};
  if (platform != "mobile" && platform != "desktop") throw FieldFault{"platform is mobile or desktop"};
  if (!launch_tokens_.contains(*launch_token)) throw Fault{401, "PLAYER_UNAUTHORIZED", "launch token"};
  if (provider != "gameprovider" || (game != "fantasyquest" && game != "dragonrising"))
    throw FieldFault{"unknown provider or game"};
  const std::string player = launch_tokens_.at(*launch_token);
  const std::string token = "token-" + std::to_string(tokens_.size() + 1) + "-" + player;
  tokens_[token] = {player, game};
  const Wallet &wallet = wallets_[player];
  Json reply;
  reply.set("playerId", player).set("playerToken", token).set("brand", "brand");
  reply.set("balance", wallet.state.balance() + wallet.bent);
  reply.set("balanceInfo", Json(JsonObject{{"currency", "eur"}, {"currencyTruncation", 2}}));
  reply.set("sessionInfo", Json(JsonObject{{"lobbyUrl", "https://lobby.example"}}));
  reply.set("freeGameInfo", free_games(wallet, game));
  return reply;
}

Json FakeWallet::act(const std::string &path, const Request &request, const Json &body) {
  const std::string player = id_field(body, "playerId");
  const std::string provider = id_field(body, "provider");
  const std::string game = id_field(body, "game");
  std::int64_t instance = 0;
  const WalletOp op = operation(path, body, instance);
  const std::string token = header_of(request.headers, "Authorization")->substr(7);
  Wallet &wallet = wallets_[player];
  const bool is_expired = token == "token-expired";
  const Token owner = is_expired ? Token{"player-1", "fantasyquest"} : tokens_.at(token);
  if (owner.player != player || owner.game != game || provider != "gameprovider")
    throw Fault{401, "PLAYER_UNAUTHORIZED", "of another"};
  const bool settles = op.kind == WalletOp::Kind::credit || op.kind == WalletOp::Kind::rollback ||
                       (op.kind == WalletOp::Kind::debit && wallet.state.knows_round(op.round));
  if (is_expired && !settles) throw Fault{401, "PLAYER_UNAUTHORIZED", "expired"};
  return apply(wallet, op, instance, game);
}

WalletOp FakeWallet::operation(const std::string &path, const Json &body, std::int64_t &instance) {
  WalletOp op;
  if (path == "/v1/balance") return op;
  op.round = id_field(body, "roundId");
  op.transaction = id_field(body, "transactionId");
  op.kind = WalletOp::Kind::rollback;
  if (path == "/v1/rollback") return op;
  const std::optional<std::string> type = text_field(body, "transactionType");
  if (type != "debit" && type != "credit") throw FieldFault{"transactionType is debit or credit"};
  op.kind = type == "debit" ? WalletOp::Kind::debit : WalletOp::Kind::credit;
  const Json *amount = body.find_any_case("amount");
  if (amount == nullptr || !amount->decimal()) throw FieldFault{"amount is no number"};
  op.amount = *amount->decimal();
  if (const Json *finish = body.find_any_case("roundFinished"); finish != nullptr && !finish->is_null()) {
    if (finish->boolean() == nullptr) throw FieldFault{"roundFinished is no boolean"};
    op.finish = *finish->boolean();
  }
  check_ip(body);
  check_texts(body);
  const Json *game = body.find_any_case("freeGameInfo");
  if (game == nullptr || game->is_null() || op.kind == WalletOp::Kind::credit) return op;
  const Json *id = game->find_any_case("instanceId");
  if (id == nullptr || !id->decimal() || !game->find_any_case("offerId"))
    throw FieldFault{"freeGameInfo is not complete"};
  op.free_game = true;
  instance = wire::leading_integer<long>(id->decimal()->to_string());
  return op;
}

Json FakeWallet::apply(Wallet &wallet, const WalletOp &asked, std::int64_t instance, const std::string &game) {
  WalletOp op = asked;
  const std::string key = op.round + " " + op.transaction;
  const bool is_replay = wallet.free_debits.contains(key);
  op.unusable_game = op.free_game && !is_replay && wallet.free_rounds[instance] <= 0;
  model::WalletState::Possibility chosen = wallet.state.possible_answers(op).front();
  if (chosen.answer.kind == model::WalletAnswer::Kind::refused)
    throw Fault{400, chosen.answer.codes.empty() ? "VALIDATION_FAILED" : chosen.answer.codes.front(),
                chosen.answer.rule};
  const bool applied = chosen.next != wallet.state;
  if (applied && op.free_game) {
    --wallet.free_rounds[instance];
    wallet.free_debits[key] = instance;
  }
  if (applied && op.kind == WalletOp::Kind::rollback && is_replay) ++wallet.free_rounds[wallet.free_debits[key]];
  wallet.state = std::move(chosen.next);
  if (bend && op.kind != WalletOp::Kind::balance) bend(op, wallet.bent);
  Json reply;
  reply.set("balance", wallet.state.balance() + wallet.bent);
  reply.set("freeGameInfo", free_games(wallet, game));
  return reply;
}

Json FakeWallet::free_games(const Wallet &wallet, const std::string &game) const {
  wire::JsonArray list;
  if (game != "fantasyquest") return list;
  for (const auto &[instance, left] : wallet.free_rounds) {
    if (left <= 0) continue;
    Json info;
    info.set("canBeRejected", false).set("nearestCostPerBet", 5).set("numberOfRoundsRemaining", left);
    info.set("numberOfRoundsAwarded", 1000).set("instanceStartDateUtc", "2025-05-23T11:54:37Z");
    info.set("instanceEndDateUtc", "2035-05-25T13:34:37Z");
    Json entry;
    entry.set("instanceId", static_cast<long long>(instance)).set("offerId", instance == 1 ? 99 : 98);
    entry.set("offerName", "Sample Free Spins").set("instanceInfo", info);
    list.push_back(entry);
  }
  return list;
}

}  // namespace pitboss::scenario::testing
