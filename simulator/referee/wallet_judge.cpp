// What a game provider owes (wallet.md, What a provider owes).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "schemas/wire/ids.hpp"
#include "simulator/referee/back_off.hpp"
#include "simulator/referee/opinion.hpp"
#include "simulator/referee/wallet_call.hpp"

namespace pitboss::referee {
namespace {

using journal::Effect;
using journal::Exchange;
using Kind = WalletCall::Kind;

/// The tries of one transaction or rollback.
struct Tried {
  Kind kind = Kind::debit;
  std::string transaction, content, amount;
  bool finishes = false;
  std::vector<std::size_t> tries;
  bool applied = false;                    ///< as far as the server knows, or the client was told
  std::optional<std::size_t> final_error;  ///< the try that was answered so
  std::string code;                        ///< of that error

  [[nodiscard]] bool is_transaction() const { return kind != Kind::rollback; }
};

struct Round {
  std::string name;
  std::vector<Tried> tried;

  Tried *find(Kind kind, const std::string &transaction) {
    for (Tried &one : tried)
      if (one.transaction == transaction && one.is_transaction() == (kind != Kind::rollback)) return &one;
    return nullptr;
  }
};

/// A transaction that came while another one of the round was in doubt: a retry under another id, unless that one is
/// sent again as well.
struct Replacement {
  std::string round, new_round, old_id;
  std::size_t old_tries = 0;
  Kind kind = Kind::debit;
  std::size_t exchange = 0;
};

class WalletJudge {
 public:
  explicit WalletJudge(const journal::Journal &journal) : journal_(journal), opinions_("wallet") {
    // One opinion for each requirement, whatever comes.
    for (const char *name : {"signed", "request-id", "retry-same", "final-not-retried", "backs-off", "round-completed",
                             "insufficient-abandoned", "one-debit", "own-token", "ids-unique"})
      opinions_.on(name);
  }

  std::vector<Opinion> judge() {
    for (std::size_t i = 0; i < journal_.exchanges.size(); ++i)
      if (const auto call = read_wallet_call(journal_, at(i))) see(i, *call);
    BackOff back_off(journal_);
    for (auto &[key, round] : rounds_) {
      for (const Tried &one : round.tried) {
        back_off.add(one.tries);
        see_final_error(one);
      }
      judge_end_of(round);
    }
    for (const Replacement &one : replacements_) judge_replacement(one);
    back_off.judge(opinions_);
    return opinions_.take();
  }

 private:
  [[nodiscard]] const Exchange &at(std::size_t i) const { return journal_.exchanges[i]; }

  void see(std::size_t i, const WalletCall &call) {
    see_signature(i, call);
    see_request_id(i);
    see_token(i, call);
    last_request_ = std::max(last_request_, at(i).received_at);
    if (call.kind == Kind::authenticate || call.kind == Kind::balance || call.round.empty()) return;
    Round &round = rounds_[call.round_key()];
    round.name = call.round;
    Tried *known = round.find(call.kind, call.transaction);
    if (known == nullptr) {
      known = see_new(i, call, round);
    } else {
      see_again(i, call, *known, round);
    }
    if (call.content == known->content) return take_answer(i, call, *known);
    // Wrong, and judged as such; but what the server applied counts.
    if (at(i).effect != Effect::applied && call.answer != Answer::success) return;
    known->applied = true;
    known->finishes = known->finishes || call.finishes;
  }

  void see_signature(std::size_t i, const WalletCall &call) {
    const auto &right = at(i).signature_right;
    if (!right) return;
    if (*right) return opinions_.kept("signed", i);
    const bool missing = at(i).header("X-HMAC-Signature") == nullptr;
    opinions_.broken("signed",
                     fmt::format("a request of {} came {}", to_string(call.kind),
                                 missing ? "without X-HMAC-Signature" : "with an X-HMAC-Signature that does not fit"),
                     {i});
  }

  void see_request_id(std::size_t i) {
    const std::string *id = at(i).header("X-Request-ID");
    if (id == nullptr) return opinions_.broken("request-id", "a request came without X-Request-ID", {i});
    if (!wire::is_guid(*id))
      return opinions_.broken("request-id", fmt::format("the X-Request-ID \"{}\" is no GUID", *id), {i});
    const auto [first, is_new] = request_ids_.emplace(*id, i);
    if (is_new) return opinions_.kept("request-id", i);
    opinions_.broken("request-id", fmt::format("two requests carry the X-Request-ID {}", *id), {first->second, i});
  }

  void see_token(std::size_t i, const WalletCall &call) {
    if (call.kind == Kind::authenticate) {
      const wire::Json reply = reply_json(at(i));
      if (const std::string token = text_of(reply, "playerToken"); !token.empty())
        sessions_[token] = {text_of(reply, "playerId"), call.game};
      return;
    }
    const auto session = sessions_.find(token_of(at(i)));
    if (session == sessions_.end()) return;  // given before the journal began, or none of this wallet's
    const auto &[player, game] = session->second;
    if (call.player == player && call.game == game) return opinions_.kept("own-token", i);
    opinions_.broken("own-token",
                     fmt::format("a token of player {} and game {} was used for player {} and game {}", player, game,
                                 call.player, call.game),
                     {i});
  }

  Tried *see_new(std::size_t i, const WalletCall &call, Round &round) {
    if (call.kind != Kind::rollback) see_same_id(i, call);
    if (call.kind == Kind::debit) see_debit(i, call, round);
    if (call.kind == Kind::credit) see_credit(i, call, round);
    if (call.kind != Kind::rollback) opinions_.kept("ids-unique", i);
    round.tried.push_back({.kind = call.kind,
                           .transaction = call.transaction,
                           .content = call.content,
                           .amount = call.amount,
                           .finishes = call.finishes,
                           .tries = {},
                           .applied = false,
                           .final_error = {},
                           .code = {}});
    return &round.tried.back();
  }

  /// The same transaction in another round, while the one in doubt is left alone: a retry under another roundId.
  void see_same_id(std::size_t i, const WalletCall &call) {
    const auto [other, is_new] = by_id_.try_emplace(call.player + " " + call.transaction, call.round_key());
    if (is_new || other->second == call.round_key()) return;
    const Tried *old = rounds_[other->second].find(call.kind, call.transaction);
    if (old != nullptr && old->kind == call.kind && old->amount == call.amount && in_doubt(*old, i))
      replacements_.push_back({other->second, call.round_key(), old->transaction, old->tries.size(), call.kind, i});
    other->second = call.round_key();
  }

  void see_debit(std::size_t i, const WalletCall &call, const Round &round) {
    for (const Tried &other : round.tried) {
      if (other.kind != Kind::debit || other.final_error) continue;
      if (in_doubt(other, i)) {
        replacements_.push_back(
            {call.round_key(), call.round_key(), other.transaction, other.tries.size(), Kind::debit, i});
      } else {
        opinions_.broken("one-debit",
                         fmt::format("round {} has a debit already, {}; {} is a second one", round.name,
                                     other.transaction, call.transaction),
                         {other.tries.front(), i});
      }
      return;
    }
    opinions_.kept("one-debit", i);
  }

  void see_credit(std::size_t i, const WalletCall &call, const Round &round) {
    for (const Tried &other : round.tried)
      if (other.kind == Kind::credit && in_doubt(other, i) && other.amount == call.amount)
        replacements_.push_back(
            {call.round_key(), call.round_key(), other.transaction, other.tries.size(), Kind::credit, i});
    const Tried *refused = nullptr;
    for (const Tried &other : round.tried) {
      if (other.kind == Kind::debit && other.code == "INSUFFICIENT_FUNDS" && !other.applied) refused = &other;
      if (other.kind == Kind::debit && !other.final_error) return;  // another debit may have opened the round
    }
    if (refused == nullptr) return;
    opinions_.broken("insufficient-abandoned",
                     fmt::format("the debit of round {} was answered INSUFFICIENT_FUNDS, and the credit {} of {} was "
                                 "sent all the same",
                                 round.name, call.transaction, call.amount),
                     {*refused->final_error, i});
  }

  /// Whether the client could not know at `i` what became of the transaction.
  [[nodiscard]] bool in_doubt(const Tried &one, std::size_t i) const {
    return !one.tries.empty() && std::all_of(one.tries.begin(), one.tries.end(), [&](std::size_t one_try) {
      return is_in_doubt(journal_, at(one_try), at(i)) ||
             (sessions_over_.contains(one_try) && at(one_try).replied_at <= at(i).received_at);
    });
  }

  void see_again(std::size_t i, const WalletCall &call, Tried &known, const Round &round) {
    const bool doubted = in_doubt(known, i);
    if (call.content != known.content) {
      const std::string story =
          call.kind == Kind::rollback
              ? fmt::format("the rollback of {} in round {} was sent with another content", call.transaction,
                            round.name)
              : fmt::format("{} {} of round {} was sent with another content: {} {} became {} {}",
                            to_string(known.kind), call.transaction, round.name, to_string(known.kind), known.amount,
                            to_string(call.kind), call.amount.empty() ? "without amount" : call.amount);
      return opinions_.broken(doubted ? "retry-same" : "ids-unique", story, {known.tries.front(), i});
    }
    if (known.final_error && at(*known.final_error).replied_at <= at(i).received_at) {
      return opinions_.broken("final-not-retried",
                              fmt::format("{} {} of round {} was answered {}, which is final, and was sent again",
                                          to_string(known.kind), call.transaction, round.name, known.code),
                              {*known.final_error, i});
    }
    if (doubted) opinions_.kept("retry-same", i);
  }

  void take_answer(std::size_t i, const WalletCall &call, Tried &known) {
    known.tries.push_back(i);
    if (call.code == "SESSION_EXPIRED") sessions_over_.insert(i);
    known.applied = known.applied || at(i).effect == Effect::applied || call.answer == Answer::success;
    if (!call.is_final() || known.final_error) return;
    known.final_error = i;
    known.code = call.code.empty() ? std::to_string(at(i).reply->status) : call.code;
  }

  void see_final_error(const Tried &one) {
    if (one.final_error && one.tries.back() == *one.final_error) opinions_.kept("final-not-retried", *one.final_error);
  }

  void judge_end_of(const Round &round) {
    const Tried *debit = nullptr;
    bool completed = false;
    bool has_credit = false;
    for (const Tried &one : round.tried) {
      if (one.kind == Kind::debit && one.applied) debit = &one;
      if (one.kind == Kind::credit) has_credit = true;
      if (one.applied && (one.finishes || one.kind == Kind::rollback)) completed = true;
      if (one.kind == Kind::debit && one.code == "INSUFFICIENT_FUNDS" && !has_credit)
        opinions_.kept("insufficient-abandoned", *one.final_error);
    }
    if (debit == nullptr) return;
    const std::size_t last = round.tried.back().tries.empty() ? debit->tries.back() : round.tried.back().tries.back();
    if (completed) return opinions_.kept("round-completed", last);
    if (!is_over(at(last))) return;
    opinions_.broken("round-completed",
                     fmt::format("the debit {} of {} in round {} was applied, and the round was neither finished nor "
                                 "rolled back until the end",
                                 debit->transaction, debit->amount, round.name),
                     {debit->tries.back(), last});
  }

  /// Whether nothing more was to come for a round whose last exchange this is: the client had ended, or left the round
  /// alone for a minute.
  [[nodiscard]] bool is_over(const Exchange &last) const {
    return journal_.real(journal_.ended_at - last_request_) >= std::chrono::seconds(2) ||
           journal_.real(journal_.ended_at - last.replied_at) >= std::chrono::minutes(1);
  }

  void judge_replacement(const Replacement &one) {
    Round &round = rounds_[one.round];
    const Tried *old = round.find(one.kind, one.old_id);
    const bool sent_again = old->tries.size() > one.old_tries;
    const bool rolled_back = round.find(Kind::rollback, one.old_id) != nullptr;
    const bool same_round = one.new_round == one.round;
    if (one.kind == Kind::debit && same_round && (sent_again || rolled_back)) {
      return opinions_.broken("one-debit",
                              fmt::format("round {} got a second debit while {} was in doubt", round.name, one.old_id),
                              {old->tries.front(), one.exchange});
    }
    if (sent_again || rolled_back) return;
    opinions_.broken(
        "retry-same",
        fmt::format("{} {} of {} in round {} was in doubt and was sent under another {}: if it was applied, "
                    "it is applied twice now",
                    to_string(one.kind), one.old_id, old->amount, round.name, same_round ? "transactionId" : "roundId"),
        {old->tries.back(), one.exchange});
  }

  const journal::Journal &journal_;
  Opinions opinions_;
  std::map<std::string, std::size_t> request_ids_;
  std::map<std::string, std::pair<std::string, std::string>> sessions_;  ///< token: player and game
  std::map<std::string, Round> rounds_;
  std::map<std::string, std::string> by_id_;  ///< player and transactionId: the round that had it last
  std::vector<Replacement> replacements_;
  std::set<std::size_t> sessions_over_;  ///< tries that were answered SESSION_EXPIRED
  wire::TimePoint last_request_{};
};

}  // namespace

std::vector<Opinion> judge_wallet(const journal::Journal &journal) {
  return WalletJudge(journal).judge();
}

}  // namespace pitboss::referee
