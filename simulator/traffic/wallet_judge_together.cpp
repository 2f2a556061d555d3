// What came back: of calls that one player had in flight together.
#include "simulator/traffic/wallet_session.hpp"

namespace pitboss::traffic {
namespace {

using Seen = WalletTogether::Seen;

constexpr std::string_view no_funds = "INSUFFICIENT_FUNDS";

}  // namespace

Outcome WalletSession::judge_together(std::size_t call, const WalletReply &reply) {
  const bool retryable = reply.kind == WalletReply::Kind::retryable;
  switch (reply.kind) {
    case WalletReply::Kind::accepted:
      return judge_accepted_together(call, reply);
    case WalletReply::Kind::unreadable:
      return judge_unreadable(reply);
    case WalletReply::Kind::refused:
      return judge_refused_together(call, reply);
    case WalletReply::Kind::expired:
      if (fresh_login_) return judge_refused_together(call, reply);
      flight_.relogin = true;
      ++flight_.unknown;
      return Outcome::retryable;
    case WalletReply::Kind::retryable:
    case WalletReply::Kind::nothing:
      break;
  }
  ++flight_.unknown;
  flight_.failed = true;
  if (!retryable) trouble_ = "status " + std::to_string(reply.status) + " " + reply.code;
  return retryable ? Outcome::retryable : Outcome::failed;
}

Outcome WalletSession::judge_accepted_together(std::size_t call, const WalletReply &reply) {
  const WalletOp &op = together_->calls()[call].op;
  const bool was_possible = together_->possible();
  together_->calls()[call].seen = Seen::accepted;
  fresh_login_ = false;
  if (!reply.fault.empty()) return wrong("form", words(op) + ": " + reply.fault, "wallet.transaction.response");
  if (!was_possible) return Outcome::right;  // told already
  if (!together_->possible())
    return wrong("accepted",
                 words(op) + " had to be refused: in no order of the calls are there funds for all that were accepted" +
                     together_words() + past_words(),
                 "wallet.funds.never-negative");
  if (together_->possible(*reply.balance, call)) return Outcome::right;
  return wrong("balance", words(op) + ": the reply says a balance of " + reply.balance->to_string() +
                              ", which no order of the calls gives" + together_words() + past_words());
}

Outcome WalletSession::judge_refused_together(std::size_t call, const WalletReply &reply) {
  const WalletOp &op = together_->calls()[call].op;
  const bool was_possible = together_->possible();
  together_->calls()[call].seen = Seen::refused;
  if (!reply.fault.empty()) return wrong("form", words(op) + ": " + reply.fault, "wallet.errors.body");
  if (was_possible && !together_->possible())
    return wrong("refused", words(op) + " was refused: status " + std::to_string(reply.status) + " " + reply.code +
                                ", but in each order of the calls it had to be accepted" + together_words() +
                                past_words());
  if (!was_possible || reply.code == no_funds) return Outcome::right;
  return wrong(
      "error-code",
      words(op) + " had to be refused with " + std::string(no_funds) + ", but the code is `" + reply.code + "`",
      "wallet.funds.insufficient-refused");
}

/// Nothing else is sent before each call of the flight has its answer. Then the balance is read: it tells what the
/// replies, each of which had several right balances, could not.
void WalletSession::resolve_together() {
  for (const WalletTogether::Call &call : together_->calls())
    if (call.seen == Seen::nothing) return try_again();
  balance_ = together_->after();
  WalletOp balance;
  balance.requirement = "wallet.debit.lowers-balance";
  for (const WalletTogether::Call &call : together_->calls()) {
    if (call.seen == Seen::accepted) {
      books_.apply(call.op);
      remember(call.op, true);
      if (call.op.kind == WalletOp::Kind::credit) balance.requirement = "wallet.credit.raises-balance";
    } else {
      drop_round(call.op.round);
    }
  }
  together_.reset();
  calls_.push_front(balance);
}

}  // namespace pitboss::traffic
