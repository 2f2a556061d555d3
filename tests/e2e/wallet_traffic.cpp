#include "tests/e2e/wallet_traffic.hpp"

#include <stdexcept>

namespace pitboss::test {
namespace {

constexpr int accepted = 200;

target::Session session_of(const target::WalletReply &reply, const std::string &game, const std::string &failure) {
  if (!reply.accepted() || !reply.json.has_value() || !reply.balance.has_value())
    throw std::runtime_error("authenticate was answered " + std::to_string(reply.status) + " " + reply.error_message +
                             failure);
  const auto text = [&reply](const char *name) {
    const wire::Json *member = reply.json->find(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
  };
  target::Session session;
  session.player_id = text("playerId");
  session.token = text("playerToken");
  session.game = game;
  session.balance = *reply.balance;
  return session;
}

}  // namespace

wire::Decimal Journal::balance() const {
  wire::Decimal sum = opening;
  for (const Transaction &transaction : answered) sum += transaction.change();
  return sum;
}

PlayerTraffic::PlayerTraffic(const target::TargetFile &target, std::size_t player, std::uint64_t seed)
    : wallet_(&*target.wallet),
      player_(&wallet_->players.at(player)),
      calls_(*wallet_),
      signer_(wallet_->hmac_secret, wallet_->signature_encoding),
      client_({wallet_->base_url, target.tls, target.proxy, target.timeouts}),
      guids_(seed) {
  const target::WalletReply reply = exchange(calls_.authenticate(player_->launch_token, *player_, wallet_->game));
  session_ = session_of(reply, wallet_->game, failure_);
}

target::WalletReply PlayerTraffic::exchange(const target::WalletCall &call) {
  target::WalletCall with_id = call;
  with_id.request_id = guids_.next();
  const target::Exchange exchange = client_.send(target::to_request(with_id, signer_));
  failure_ = exchange.detail;
  return target::read_wallet_reply(exchange);
}

wire::Decimal PlayerTraffic::balance() {
  const target::WalletReply reply = exchange(calls_.balance(session_));
  if (!reply.accepted() || !reply.balance.has_value())
    throw std::runtime_error("balance was answered " + std::to_string(reply.status));
  return *reply.balance;
}

int PlayerTraffic::send(const Transaction &transaction) {
  target::WalletCall call =
      calls_.transaction(session_, *player_, transaction.type, transaction.round, transaction.id, transaction.amount);
  if (transaction.type == "credit") call.body.set("roundFinished", true);
  return exchange(call).status;
}

Journal PlayerTraffic::play(const std::function<void()> &on_answer) {
  Journal journal{balance(), {}, {}};
  for (;;) {
    const std::string round = guids_.next();
    for (const auto &[type, units] : {std::pair("debit", 3), std::pair("credit", 2)}) {
      const Transaction transaction{type, round, guids_.next(), wire::Decimal::from_units(units, 2)};
      const int status = send(transaction);
      if (status == 0) {
        journal.unanswered = transaction;
        return journal;
      }
      if (status != accepted) throw std::runtime_error(std::string(type) + " was answered " + std::to_string(status));
      journal.answered.push_back(transaction);
      on_answer();
    }
  }
}

}  // namespace pitboss::test
