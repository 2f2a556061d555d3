// One player's calls in words, for findings.
#include "simulator/traffic/wallet_session.hpp"

namespace pitboss::traffic {
namespace {

using Kind = WalletOp::Kind;
using Must = WalletOp::Must;

}  // namespace

std::string WalletSession::name() const {
  return "player " + std::to_string(setup_->players[player_].number) +
         (player_id_.empty() ? "" : " (" + player_id_ + ")");
}

std::string WalletSession::words(const WalletOp &op) const {
  if (login_in_flight_) return "authenticate";
  if (op.kind == Kind::balance) return "balance";
  std::string out = op.must == Must::replay ? "retry of the " : "";
  out += op.kind == Kind::debit ? "debit " : op.kind == Kind::credit ? "credit " : "rollback of the debit ";
  out += op.amount.to_string(setup_->max_decimals);
  if (op.free_game >= 0) out += " of a free game";
  out += ", transaction " + writer_.transaction_id(op.transaction) + " of round " + writer_.round_id(op.round);
  if (op.finish && op.kind != Kind::rollback) out += " (finishes it)";
  if (tries_ > 0) out += ", try " + std::to_string(tries_ + 1);
  if (flight_.requests > 1 && !together_) out += ", " + std::to_string(flight_.requests) + " copies in flight";
  return out;
}

std::string WalletSession::past_words() const {
  std::string out;
  const std::size_t kept = std::min(past_count_, remembered);
  for (std::size_t i = 0; i < kept; ++i) {
    const Past &past = past_[(past_count_ - kept + i) % remembered];
    const bool lowers = past.op.kind == Kind::debit;
    out += (i == 0 ? ". Before it: " : "; ") +
           std::string(lowers                         ? "debit "
                       : past.op.kind == Kind::credit ? "credit "
                                                      : "rollback ") +
           past.op.amount.to_string(setup_->max_decimals) + " (" + writer_.transaction_id(past.op.transaction) +
           (past.together ? ", in flight with others" : "") + "), balance " +
           past.balance.to_string(setup_->max_decimals);
  }
  return out;
}

/// What was in flight together, and what is known of it.
std::string WalletSession::together_words() const {
  std::string out;
  for (const WalletTogether::Call &call : together_->calls()) {
    out += (out.empty() ? ". In flight together, from a balance of " + balance_.to_string(setup_->max_decimals) + ": "
                        : "; ") +
           words(call.op);
    if (call.seen == WalletTogether::Seen::accepted) out += ", accepted";
    if (call.seen == WalletTogether::Seen::refused) out += ", refused";
  }
  return out;
}

std::string WalletSession::reply_text() const {
  std::string out = "HTTP/1.1 " + std::to_string(reply_.status) + "\r\n";
  if (!reply_.content_type.empty()) out += "Content-Type: " + std::string(reply_.content_type) + "\r\n";
  if (!reply_.request_id.empty()) out += "X-Request-ID: " + std::string(reply_.request_id) + "\r\n";
  return out + "\r\n" + std::string(reply_.body.substr(0, 4096));
}

Outcome WalletSession::wrong(std::string_view kind, const std::string &story, std::string_view requirement) {
  findings_->add(kind, [&] {
    const WalletOp &op = op_of(judged_);
    std::string request;
    writer_.write(op, request_ids_[judged_], request);
    return Finding{
        std::string(kind), std::string(requirement.empty() ? op.requirement : requirement), name(), story, request,
        reply_text()};
  });
  return Outcome::wrong;
}

}  // namespace pitboss::traffic
