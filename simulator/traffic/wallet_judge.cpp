// What came back: of one player's calls, reply by reply.
#include "simulator/traffic/wallet_session.hpp"

namespace pitboss::traffic {
namespace {

using Kind = WalletOp::Kind;
using Must = WalletOp::Must;
using wire::Decimal;

constexpr int most_tries = 10;
constexpr std::chrono::milliseconds first_wait{5};
constexpr std::chrono::milliseconds longest_wait{1'000};

std::string_view requirement_of_form(Kind kind) {
  if (kind == Kind::authenticate) return "wallet.authenticate.response";
  return kind == Kind::balance ? "wallet.balance.response" : "wallet.transaction.response";
}

}  // namespace

Outcome WalletSession::judge(std::size_t request, const Reply &reply) {
  reply_ = reply;
  judged_ = request;
  const WalletReply read = read_reply(reply);
  Outcome outcome = login_in_flight_ ? judge_login(read)
                    : together_      ? judge_together(sent_together_[request], read)
                                     : judge_call(read);
  const std::string_view id(request_ids_[request].data(), request_ids_[request].size());
  if (read.kind != WalletReply::Kind::nothing && reply.request_id != id)
    outcome = wrong("request-id",
                    "X-Request-ID of the reply is `" + std::string(reply.request_id) + "`, not that of the request",
                    reply.status < 300 ? "wallet.request-id.echoed" : "wallet.request-id.echoed-on-errors");
  end_request();
  return outcome;
}

Outcome WalletSession::lose(std::size_t /*request*/, Loss loss, std::string_view detail) {
  ++flight_.unknown;
  flight_.lost = flight_.lost || loss == Loss::on_purpose;
  flight_.failed = flight_.failed || loss != Loss::on_purpose;
  if (flight_.failed) trouble_ = std::string(detail);
  end_request();
  return loss == Loss::on_purpose ? Outcome::lost : Outcome::failed;
}

Outcome WalletSession::judge_login(const WalletReply &reply) {
  if (reply.kind == WalletReply::Kind::nothing || reply.kind == WalletReply::Kind::retryable) {
    ++flight_.unknown;
    flight_.failed = true;
    trouble_ = "authenticate was answered with status " + std::to_string(reply.status);
    return reply.kind == WalletReply::Kind::retryable ? Outcome::retryable : Outcome::failed;
  }
  if (reply.kind == WalletReply::Kind::unreadable) return judge_unreadable(reply);
  if (reply.kind != WalletReply::Kind::accepted) {
    ++flight_.refused;
    trouble_ = "authenticate was refused: status " + std::to_string(reply.status) + " " + reply.code;
    return wrong("refused", trouble_ + ": the launch token of the target file must be good at any time",
                 "wallet.authenticate.response");
  }
  ++flight_.accepted;
  if (!reply.fault.empty() || reply.player_id.empty() || reply.player_token.empty()) {
    ++flight_.refused;
    trouble_ = reply.fault.empty() ? "playerId or playerToken is missing" : reply.fault;
    return wrong("form", "authenticate: " + trouble_, "wallet.authenticate.response");
  }
  player_id_ = reply.player_id;
  writer_.take_session(player_id_, reply.player_token);
  if (!books_.opening) {
    books_.opening = reply.balance;
    balance_ = *reply.balance;
    return Outcome::right;
  }
  // A call that the login was made for may have been applied already; of one that is taken back, the debit.
  const bool open_call = again_ && !together_ && op_.must == Must::apply;
  const WalletOp &open = doubted_ ? *doubted_ : op_;
  const bool fits = (open_call && *reply.balance == balance_ + open.change()) ||
                    (together_ && (!together_->possible() || together_->possible(*reply.balance, std::nullopt)));
  return judge_balance(reply, fits || *reply.balance == balance_, balance_);
}

Outcome WalletSession::judge_call(const WalletReply &reply) {
  switch (reply.kind) {
    case WalletReply::Kind::accepted:
      return judge_accepted(reply);
    case WalletReply::Kind::unreadable:
      return judge_unreadable(reply);
    case WalletReply::Kind::refused:
      return judge_refused(reply);
    case WalletReply::Kind::expired:
      if (fresh_login_) return judge_refused(reply);
      flight_.relogin = true;
      ++flight_.unknown;
      return Outcome::retryable;
    case WalletReply::Kind::retryable:
      ++flight_.unknown;
      flight_.failed = true;
      return Outcome::retryable;
    case WalletReply::Kind::nothing:
      break;
  }
  ++flight_.unknown;
  flight_.failed = true;
  trouble_ = "status " + std::to_string(reply.status) + " " + reply.code;
  return Outcome::failed;
}

/// Wrong; and as good as no reply: nobody knows what it would have said to the end.
Outcome WalletSession::judge_unreadable(const WalletReply &reply) {
  const WalletOp &op = op_of(judged_);
  ++flight_.unknown;
  flight_.failed = true;
  trouble_ = words(op) + ": " + reply.fault;
  return wrong("form", trouble_, requirement_of_form(op.kind));
}

Outcome WalletSession::judge_accepted(const WalletReply &reply) {
  ++flight_.accepted;
  fresh_login_ = false;
  if (!reply.fault.empty()) return wrong("form", words(op_) + ": " + reply.fault, requirement_of_form(op_.kind));
  if (op_.must == Must::be_refused) {
    const Outcome outcome =
        wrong("accepted", words(op_) + " had to be refused, but was answered " + std::to_string(reply.status) +
                              " with a balance of " + reply.balance->to_string() + past_words());
    if (*reply.balance != balance_) drift(*reply.balance, balance_);
    return outcome;
  }
  if (op_.must == Must::replay)
    return judge_balance(reply, *reply.balance == balance_ || *reply.balance == op_.then, balance_);
  const Decimal after = doubted_ ? balance_ : balance_ + op_.change();
  const Outcome outcome = judge_balance(reply, *reply.balance == after, after);
  if (op_.kind != Kind::balance) return outcome;
  if (ending_ && settled_ && calls_.empty()) books_.closing = reply.balance;
  return judge_free_games(reply) ? outcome : Outcome::wrong;
}

Outcome WalletSession::judge_balance(const WalletReply &reply, bool fits, const Decimal &expected) {
  if (fits) return Outcome::right;
  const Decimal off = *reply.balance - expected;
  const Outcome outcome = wrong(
      op_.must == Must::replay ? "replay" : "balance",
      words(op_) + ": a balance of " + expected.to_string() + " was due, but the reply says " +
          reply.balance->to_string() + ": " +
          (off.is_negative() ? (-off).to_string() + " too little" : off.to_string() + " too much") + past_words());
  drift(*reply.balance, expected);
  return outcome;
}

/// Follows what the target says from here on, so that one fault is told once; the books keep what is right.
void WalletSession::drift(const Decimal &said, const Decimal &expected) {
  if (first_drift_.empty())
    first_drift_ =
        words(op_) + ": " + expected.to_string() + " was due, the reply said " + said.to_string() + past_words();
  balance_ += said - expected;
}

bool WalletSession::judge_free_games(const WalletReply &reply) {
  const auto &granted = setup_->players[player_].free_games;
  if (granted.empty() || setup_->plan.free_games == 0) return true;
  bool right = true;
  for (std::size_t i = 0; i < granted.size(); ++i) {
    Decimal left;  // a used-up one may be left out
    if (reply.free_games)
      for (const auto &game : *reply.free_games)
        if (game.instance == Decimal(granted[i].instance_id)) left = game.remaining;
    const auto [known, is_new] = free_left_.try_emplace(static_cast<int>(i), left);
    if (!is_new && known->second != left) {
      wrong("free-game",
            "free game " + std::to_string(granted[i].instance_id) + " has " + left.to_string() + " rounds left, but " +
                known->second.to_string() + " were due" + past_words(),
            "wallet.free-game.counts-down-once");
      right = false;
      known->second = left;
    }
  }
  return right;
}

Outcome WalletSession::judge_refused(const WalletReply &reply) {
  ++flight_.refused;
  if (!reply.fault.empty()) return wrong("form", words(op_) + ": " + reply.fault, "wallet.errors.body");
  if (op_.must == Must::be_refused) {
    if (op_.code.empty() || op_.code == reply.code) return Outcome::right;
    return wrong("error-code", words(op_) + " had to be refused with " + std::string(op_.code) + ", but the code is `" +
                                   reply.code + "`");
  }
  if (doubted_) return Outcome::right;  // of a debit that it never saw it may say so; rule 10
  trouble_ = words(op_) + " was refused: status " + std::to_string(reply.status) + " " + reply.code;
  return wrong(op_.must == Must::replay ? "replay-refused" : "refused",
               trouble_ + ", with a balance of " + balance_.to_string() + past_words());
}

void WalletSession::end_request() {
  if (--flight_.left == 0) resolve();
}

void WalletSession::resolve() {
  if (login_in_flight_) {
    if (flight_.accepted > 0 && flight_.refused == 0) {
      logged_in_ = fresh_login_ = true;
      tries_ = 0;
    } else {
      if (flight_.refused > 0) tries_ = most_tries - 1;  // it will not become better
      resolve_unknown();
    }
    return;
  }
  if (together_) return resolve_together();
  if (flight_.accepted > 0) return resolve_applied();
  if (flight_.unknown == 0) return resolve_refused();
  if (flight_.refused == 0) return resolve_unknown();
  resolve_split();
}

void WalletSession::resolve_applied() {
  if (doubted_) {  // taken back, whether it was there or not
    doubted_.reset();
    drop_round(op_.round);
    return;
  }
  if (op_.must == Must::be_refused)
    return drop_round(op_.round);  // what follows in it would only tell the same fault again
  if (op_.must != Must::apply || op_.kind == Kind::balance) return;
  balance_ += op_.change();
  books_.apply(op_);
  remember(op_);
  if (op_.free_game >= 0) {
    Decimal &left = free_left_[op_.free_game];
    if (op_.kind == Kind::debit) left -= Decimal(1);
    if (op_.kind == Kind::rollback) left += Decimal(1);
  }
  if (op_.kind != Kind::rollback && rounds_.random().happens(setup_->plan.retried)) {
    calls_.push_front(op_);
    calls_.front().must = Must::replay;
    calls_.front().then = balance_;
    calls_.front().requirement = "wallet.replay.applies-once";
  }
}

void WalletSession::resolve_unknown() {
  try_again();
  if (flight_.relogin || stuck_) return;
  // Not at the end, where a debit makes the balance what it was.
  const bool may_doubt = flight_.lost && op_.kind == Kind::debit && op_.must == Must::apply && !doubted_ && !ending_;
  if (may_doubt && rounds_.random().below(5) == 0) take_back();
}

/// Instead of the debit, of which nobody knows whether it was applied, its rollback is sent.
void WalletSession::take_back() {
  doubted_ = op_;
  never_again_ = false;
  op_.kind = Kind::rollback;
  op_.requirement = "wallet.rollback.unknown-changes-nothing";
}

/// One copy was refused, which is final, and what became of another nobody knows: the transaction is not sent again. A
/// debit that may have been applied is taken back.
void WalletSession::resolve_split() {
  if (op_.kind != Kind::debit || op_.must != Must::apply || doubted_) return resolve_refused();
  take_back();
  never_again_ = true;
  try_again();
}

/// What had no answer is sent again: after a new login, after a pause, or never where that went wrong too often.
void WalletSession::try_again() {
  again_ = again_ || !login_in_flight_;
  if (flight_.relogin) {
    logged_in_ = false;
    return;
  }
  if (++tries_ >= most_tries) {
    stuck_ = true;
    return;
  }
  if (!flight_.failed) return;
  const auto wait = std::min<std::chrono::milliseconds>(first_wait * (1 << std::min(tries_, 8)), longest_wait);
  wait_until_ = Clock::now() + wait;
}

void WalletSession::resolve_refused() {
  if (doubted_ && never_again_) {
    doubted_.reset();
    return drop_round(op_.round);
  }
  if (doubted_) {  // promises nothing, so the debit is sent again
    op_ = *doubted_;
    doubted_.reset();
    again_ = true;
    return;
  }
  const bool was_opening = op_.kind == Kind::debit && (op_.must == Must::apply || op_.code == "INSUFFICIENT_FUNDS");
  const bool has_own_debit = !calls_.empty() && calls_.front().kind == Kind::debit &&
                             calls_.front().round == op_.round && calls_.front().must != Must::replay;
  if (was_opening && !has_own_debit) drop_round(op_.round);
}

/// Leaves out what is still to come of the round.
void WalletSession::drop_round(std::uint64_t round) {
  std::erase_if(calls_, [round](const WalletOp &call) { return call.round == round; });
  rounds_.forget(round);
}

void WalletSession::remember(const WalletOp &op, bool together) {
  past_[past_count_++ % remembered] = {op, balance_, together};
}

}  // namespace pitboss::traffic
