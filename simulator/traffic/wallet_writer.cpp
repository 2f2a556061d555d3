#include "simulator/traffic/wallet_writer.hpp"

#include <charconv>

#include "schemas/wire/json.hpp"

namespace pitboss::traffic {
namespace {

using Kind = WalletOp::Kind;

constexpr std::uint64_t request_id_stream = std::uint64_t{1} << 62;  // apart from the streams of choices

std::string_view path_of(Kind kind) {
  switch (kind) {
    case Kind::authenticate:
      return "/v1/authenticate";
    case Kind::balance:
      return "/v1/balance";
    case Kind::rollback:
      return "/v1/rollback";
    case Kind::debit:
    case Kind::credit:
      break;
  }
  return "/v1/transaction";
}

void append_number(std::string &out, std::uint64_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_member(std::string &out, std::string_view name, std::string_view value) {
  if (!out.empty() && out.back() != '{') out += ',';
  wire::append_json_string(out, name);
  out += ':';
  wire::append_json_string(out, value);
}

}  // namespace

WalletWriter::WalletWriter(const WalletSetup &setup, std::size_t player)
    : setup_(&setup),
      player_(&setup.players[player]),
      ids_(setup.run + "-" + std::to_string(setup.players[player].number) + "-"),
      random_(setup.seed, request_id_stream + setup.players[player].number) {
  ip_ = R"(,"ip":)";
  wire::append_json_string(ip_, player_->ip);
}

void WalletWriter::take_session(const std::string &player_id, const std::string &token) {
  session_.clear();
  append_member(session_, "playerId", player_id);
  append_member(session_, "provider", setup_->provider);
  append_member(session_, "game", setup_->game);
  authorization_ = "Authorization: Bearer " + token + "\r\n";
}

std::string WalletWriter::round_id(std::uint64_t round) const {
  return ids_ + "r" + std::to_string(round);
}

std::string WalletWriter::transaction_id(std::uint64_t transaction) const {
  return ids_ + "t" + std::to_string(transaction);
}

WalletWriter::RequestId WalletWriter::next_request_id() {
  static constexpr std::string_view hex = "0123456789abcdef";
  RequestId id{};
  std::uint32_t bits = 0;
  int left = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      id[i] = '-';
      continue;
    }
    if (left == 0) {
      bits = random_.next();
      left = 8;
    }
    id[i] = hex[bits & 0xFU];
    bits >>= 4U;
    --left;
  }
  id[14] = '4';                                               // version (RFC 4122, section 4.4)
  id[19] = hex[8U | (static_cast<unsigned>(id[19]) & 0x3U)];  // variant
  return id;
}

void WalletWriter::write_transaction(const WalletOp &op) {
  const std::string amount = op.amount.to_string(setup_->max_decimals);
  body_.append(R"(,"amount":)").append(amount);
  body_ += op.kind == Kind::debit ? R"(,"transactionType":"debit")" : R"(,"transactionType":"credit")";
  if (op.finish) body_ += R"(,"roundFinished":true)";
  if (op.free_game >= 0) {
    const target::FreeGameGrant &game = player_->free_games[static_cast<std::size_t>(op.free_game)];
    body_ += R"(,"freeGameInfo":{"instanceId":)" + std::to_string(game.instance_id) + R"(,"offerId":)" +
             std::to_string(game.offer_id) + "}";
  }
  body_ += ip_;
  if (op.itemised)
    body_ +=
        R"(,"gameInfo":{"gameTransactionType":"spin","metaData":[{"betType":"standard","amount":)" + amount + "}]}";
}

void WalletWriter::write_body(const WalletOp &op) {
  body_ = "{";
  if (op.kind == Kind::authenticate) {
    append_member(body_, "launchToken", player_->launch_token);
    append_member(body_, "provider", setup_->provider);
    append_member(body_, "game", setup_->game);
    append_member(body_, "ip", player_->ip);
    append_member(body_, "platform", player_->platform);
  } else {
    body_ += session_;
    if (op.kind != Kind::balance) {
      body_.append(R"(,"transactionId":")").append(ids_).append("t");
      append_number(body_, op.transaction);
      body_.append(R"(","roundId":")").append(ids_).append("r");
      append_number(body_, op.round);
      body_ += '"';
    }
    if (op.is_transaction()) write_transaction(op);
  }
  body_ += '}';
}

void WalletWriter::write(const WalletOp &op, const RequestId &id, std::string &out) {
  write_body(op);
  out += "POST ";
  out += setup_->path;
  out += path_of(op.kind);
  out += " HTTP/1.1\r\nHost: ";
  out += setup_->authority;
  out += "\r\nContent-Type: application/json\r\n";
  if (op.kind != Kind::authenticate) out += authorization_;
  out += "X-Request-ID: ";
  out.append(id.data(), id.size());
  out += "\r\nX-HMAC-Signature: ";
  setup_->signer->append_signature(body_, scratch_, out);
  out += "\r\nContent-Length: ";
  append_number(out, body_.size());
  out += "\r\n\r\n";
  out += body_;
}

}  // namespace pitboss::traffic
