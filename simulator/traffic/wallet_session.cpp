#include "simulator/traffic/wallet_session.hpp"

namespace pitboss::traffic {
namespace {

using Kind = WalletOp::Kind;
using Must = WalletOp::Must;
using wire::Decimal;

constexpr std::size_t authenticate_call = 0;  // Traffic::calls of the wallet

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
    Order order;
    order.what = Order::What::wait;
    order.until = wait_until_;
    return order;
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
    std::vector<int> games;
    for (const auto &[game, left] : free_left_)
      if (left > Decimal(0)) games.push_back(game);
    rounds_.next_round(balance_, games, calls_);
    const bool asks = setup_->plan.free_games > 0 && free_left_.empty() && !setup_->players[player_].free_games.empty();
    if (asks || rounds_.random().happens(setup_->plan.balance_calls)) calls_.push_front(balance_op());
  }
  op_ = calls_.front();
  calls_.pop_front();
  prepare();
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
  if (books_.closing) {
    read_back_ = true;
    return false;
  }
  calls_.push_back(balance_op());
  return true;
}

/// What must come of op_, now that the balance before it is known.
void WalletSession::prepare() {
  tries_ = 0;
  doubted_.reset();
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
  Order order;
  order.what = Order::What::send;
  login_in_flight_ = !logged_in_;
  const WalletPlan &plan = setup_->plan;
  const bool moves = !login_in_flight_ && op_.kind != Kind::balance;
  if (moves && !again_) {
    if (rounds_.random().happens(plan.duplicated)) order.copies = 2 + rounds_.random().below(2);
    order.lose_reply = order.copies == 1 && rounds_.random().happens(plan.lost_replies);
  }
  order.call = login_in_flight_ ? authenticate_call : static_cast<std::size_t>(op_.kind);
  flight_ = {};
  flight_.copies = flight_.left = order.copies;
  took_part_ = true;
  again_ = again_ && login_in_flight_;  // stays to be sent after the login
  return order;
}

void WalletSession::write(std::size_t copy, std::string &out) {
  const std::size_t begin = out.size();
  request_ids_[copy] = writer_.write(login_in_flight_ ? login_op() : op_, out);
  request_.assign(out, begin);
}

}  // namespace pitboss::traffic
