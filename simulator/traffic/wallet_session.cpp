#include "simulator/traffic/wallet_session.hpp"

namespace pitboss::traffic {
namespace {

using Kind = WalletOp::Kind;
using Must = WalletOp::Must;
using wire::Decimal;

constexpr std::size_t authenticate_call = 0;  // Traffic::calls of the wallet
constexpr int most_closing_reads = 3;         // that are answered, but without a balance

WalletOp balance_op() {
  WalletOp op;
  op.kind = Kind::balance;
  op.requirement = "wallet.balance.response";
  return op;
}

WalletOp login_op() {
  WalletOp op;
  op.kind = Kind::authenticate;
  op.requirement = "wallet.authenticate.response";
  return op;
}

}  // namespace

WalletSession::WalletSession(const WalletSetup &setup, std::size_t player, Findings &findings)
    : setup_(&setup), player_(player), findings_(&findings), writer_(setup, player), rounds_(setup, player) {}

Order WalletSession::next(Clock::time_point now, bool closing) {
  if (closing && !ending_) {
    ending_ = true;
    stuck_ = false;  // a last chance for what had no answer
    tries_ = 0;
  }
  if (stuck_ || read_back_ || (closing && !took_part_)) return {};
  if (now < wait_until_) {
    return Order::wait(wait_until_);
  }
  if (logged_in_ && !again_) choose(closing);
  if (read_back_) return {};
  return send();
}

/// Sets op_ to what the player does next.
void WalletSession::choose(bool closing) {
  if (calls_.empty() && closing && !choose_closing()) return;
  if (calls_.empty()) {
    if (visit_left_ == 0) {
      visit_left_ = rounds_.length_of_visit();
      if (books_.applied > 0 && setup_->players[player_].token_is_reusable) {
        logged_in_ = false;  // he left, and comes back
        return;
      }
    }
    --visit_left_;
    free_games_.clear();
    for (const auto &[game, left] : free_left_)
      if (left > Decimal(0)) free_games_.push_back(game);
    rounds_.next_round(balance_, free_games_, calls_);
    const bool asks = setup_->plan.free_games > 0 && free_left_.empty() && !setup_->players[player_].free_games.empty();
    if (asks || rounds_.random().happens(setup_->plan.balance_calls)) calls_.push_front(balance_op());
  }
  tries_ = 0;
  doubted_.reset();
  if (calls_.size() > 1 && calls_[0].flight != 0 && calls_[0].flight == calls_[1].flight) return take_off_together();
  op_ = calls_.front();
  calls_.pop_front();
  prepare();
}

/// Sets together_ to the calls of the flight that comes next.
void WalletSession::take_off_together() {
  std::vector<WalletOp> ops;
  for (const std::uint64_t flight = calls_.front().flight; !calls_.empty() && calls_.front().flight == flight;
       calls_.pop_front())
    ops.push_back(calls_.front());
  together_.emplace(balance_, ops);
}

/// Puts the calls that end everything into calls_; false where the closing balance was read.
bool WalletSession::choose_closing() {
  rounds_.finish_all(calls_);
  if (!calls_.empty()) return true;
  if (!settled_) {
    settled_ = true;
    rounds_.settle(balance_, *books_.opening, calls_);
    if (!calls_.empty()) return true;
  }
  if (books_.closing || ++closing_reads_ > most_closing_reads) {
    if (!books_.closing) trouble_ = "no reply gave the closing balance";
    read_back_ = true;
    return false;
  }
  calls_.push_back(balance_op());
  return true;
}

/// What must come of op_, now that the balance before it is known.
void WalletSession::prepare() {
  if (op_.above_balance) {
    op_.amount += balance_;
    op_.above_balance = false;
  } else if (op_.kind == Kind::debit && op_.must == Must::apply && op_.amount > balance_) {
    op_.must = Must::be_refused;
    op_.code = "INSUFFICIENT_FUNDS";
    op_.requirement = "wallet.funds.insufficient-refused";
  }
}

Order WalletSession::send() {
  login_in_flight_ = !logged_in_;
  const WalletPlan &plan = setup_->plan;
  Order order = login_in_flight_ ? Order::send(authenticate_call)
                : together_      ? send_together()
                                 : Order::send(static_cast<std::size_t>(op_.kind));
  const bool moves = !login_in_flight_ && (together_ || op_.kind != Kind::balance);
  if (moves && !again_) {
    if (!together_ && rounds_.random().happens(plan.duplicated)) order.requests = 2 + rounds_.random().below(2);
    order.lose_reply = (together_ || order.requests == 1) && rounds_.random().happens(plan.lost_replies);
  }
  flight_ = {};
  flight_.requests = flight_.left = order.requests;
  took_part_ = true;
  again_ = again_ && login_in_flight_;  // stays to be sent after the login
  return order;
}

/// Those without an answer.
Order WalletSession::send_together() {
  sent_together_.clear();
  Order order = Order::send(0, 0);
  for (std::size_t i = 0; i < together_->calls().size(); ++i) {
    const WalletTogether::Call &call = together_->calls()[i];
    if (call.seen != WalletTogether::Seen::nothing) continue;
    sent_together_.push_back(i);
    order.calls[order.requests++] = static_cast<std::size_t>(call.op.kind);
  }
  return order;
}

const WalletOp &WalletSession::op_of(std::size_t request) const {
  static const WalletOp login = login_op();
  if (login_in_flight_) return login;
  return together_ ? together_->calls()[sent_together_[request]].op : op_;
}

void WalletSession::write(std::size_t request, std::string &out) {
  request_ids_[request] = writer_.next_request_id();
  writer_.write(op_of(request), request_ids_[request], out);
}

}  // namespace pitboss::traffic
