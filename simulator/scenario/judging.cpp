#include <set>

#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

using results::Check;
using results::Verdict;
using wire::Decimal;

namespace {

bool tells_of_another(const Check &check) {
  return check.what == by_the_model || check.what == of_the_reply || check.what == of_the_list;
}

/// The rule that says what a reply to this call tells of the balance, where the model's `rule` only says why the call
/// is taken.
std::string rule_of_balance(const model::WalletOp &op, const std::string &rule) {
  static const std::set<std::string> why_taken{"wallet.amount.zero", "wallet.funds.whole-balance-allowed",
                                               "wallet.round.zero-or-more-credits"};
  if (!why_taken.contains(rule)) return rule;
  return op.kind == model::WalletOp::Kind::debit ? "wallet.debit.lowers-balance" : "wallet.credit.raises-balance";
}

/// What rule 1 says of the balance after a transaction.
bool is_rule_1(const std::string &rule) {
  return rule == "wallet.debit.lowers-balance" || rule == "wallet.credit.raises-balance";
}

/// How amounts are told, and added up, is what scenarios of these are about.
bool is_about_numbers(const std::string &requirement) {
  return requirement == "wallet.exact.values" || requirement == "wallet.exact.sums";
}

}  // namespace

namespace {

constexpr std::string_view plain_id = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

/// Whether an id is longer than a GUID or holds a mark: a target that refuses it departs from a SHOULD only. One that
/// the contract does not have is not meant.
bool is_unusual_id(std::string_view id) {
  constexpr std::size_t longest = 255;
  const bool right =
      id.size() <= longest && id.find_first_not_of(std::string(plain_id) + "_.") == std::string_view::npos;
  return right && (id.size() > 36 || id.find_first_not_of(plain_id) != std::string_view::npos);
}

bool has_unusual_id(const model::WalletOp &op) {
  return is_unusual_id(op.round) || is_unusual_id(op.transaction);
}

}  // namespace

/// Remembers a call that moves money, so that a story can be told of it.
void WalletPlay::note_money(const BuiltCall &call) {
  if (!call.op || call.op->kind == Op::Kind::balance) return;
  PlayerInPlay &player = players_[call.player];
  const std::string key = call.op->round + " " + call.op->transaction;
  MoneyCall money_call;
  money_call.amount = call.op->amount;
  switch (call.op->kind) {
    case Op::Kind::debit:
      money_call.what = "debit";
      money_call.effect = -call.op->amount;
      player.debits.emplace(key, call.op->amount);
      break;
    case Op::Kind::credit:
      money_call.what = "credit";
      money_call.effect = call.op->amount;
      break;
    default:
      money_call.what = "rollback";
      if (const auto debit = player.debits.find(key); debit != player.debits.end()) money_call.amount = debit->second;
      money_call.effect = money_call.amount;
  }
  money_call.times_sent = ++player.times_sent[money_call.what + " " + key];
  if (player.followed) money_call.rule = player.oracle.expected(*call.op).front().rule;
  player.last_money = std::move(money_call);
  player.moved = true;
}

std::string WalletPlay::in_words(const std::vector<model::WalletAnswer> &answers) const {
  const auto is_refusal = [](const model::WalletAnswer &answer) {
    return answer.kind == model::WalletAnswer::Kind::refused;
  };
  std::set<Decimal> balances;  // then and now may be one
  for (const model::WalletAnswer &answer : answers) balances.insert(answer.balances.begin(), answer.balances.end());
  std::string words;
  for (const Decimal &balance : balances)
    words += (words.empty() ? "accepted with the balance " : " or ") + money(balance);
  if (std::any_of(answers.begin(), answers.end(), is_refusal))
    words += std::string(words.empty() ? "" : ", or ") + "refused (4xx)";
  return words;
}

/// Takes an answer into the model. Where the wallet left it, at a step that nothing else judges, the rule that the
/// model names is broken: adds that check to `out` and gives the story; empty where all is right.
std::string WalletPlay::depart(const BuiltCall &call, const Sent &sent, results::Step &out) {
  PlayerInPlay &player = players_[call.player];
  for (std::size_t i = 0; i + 1 < sent.tries.size(); ++i) player.oracle.observe(*call.op, {});
  const std::vector<model::WalletAnswer> expected = player.oracle.expected(*call.op);
  const model::WalletObservation seen = observation_of(sent.reply);
  const bool answered = seen.kind != model::WalletObservation::Kind::unknown;
  if (answered && player.oracle.observe(*call.op, seen)) return "";
  player.followed = false;
  out.judged = true;

  // A balance call that shows another balance tells of the call before it.
  std::string rule = expected.front().rule;
  if (call.op->kind == Op::Kind::balance && sent.reply.accepted() && !player.last_money.rule.empty())
    rule = player.last_money.rule;
  if (sent.reply.accepted() && expected.front().kind == model::WalletAnswer::Kind::accepted)
    rule = rule_of_balance(*call.op, rule);
  if (seen.kind == model::WalletObservation::Kind::refused &&
      expected.front().kind == model::WalletAnswer::Kind::accepted && has_unusual_id(*call.op))
    rule = "wallet.fields.ids-accepted";
  // In a scenario about numbers a sum that is not right on the way is what it is about.
  if (is_rule_1(rule) && is_about_numbers(scenario_.requirements.front())) rule = scenario_.requirements.front();
  const std::string words = in_words(expected);
  std::string actual = answer_text(sent.last(), sent.reply, static_cast<int>(sent.tries.size()));
  if (sent.reply.accepted() && sent.reply.balance) actual += " with the balance " + money(*sent.reply.balance);
  out.checks.push_back(make_check(context_.catalogue, rule, by_the_model, words, actual, false));
  const model::WalletAnswer &first = expected.front();
  if (first.kind == model::WalletAnswer::Kind::accepted && sent.reply.accepted() && sent.reply.balance)
    return tell(player.last_money, {first.balances.front(), *sent.reply.balance}, false, context_.wallet.max_decimals);
  return tell_answer(call.name, words, actual);
}

/// Whether a call is refused that the model accepts, for ids whose like no call of the scenario had accepted before:
/// that is what a target with narrower ids does, which departs from a SHOULD only.
bool WalletPlay::refused_for_its_ids(const BuiltCall &call, const Sent &sent) {
  if (!call.op || !call.authentic || call.op->kind == Op::Kind::balance || !has_unusual_id(*call.op)) return false;
  if (sent.reply.accepted()) unusual_ids_taken_ = true;
  const PlayerInPlay &player = players_[call.player];
  return player.followed && !unusual_ids_taken_ && sent.reply.refused() &&
         player.oracle.expected(*call.op).front().kind == model::WalletAnswer::Kind::accepted;
}

/// Where the reply to a new debit or credit tells another balance than `expect` wants, and a balance call tells that
/// one, the money is right: what is broken is what rule 1 says of replies, not what the step is about; but for steps
/// about numbers.
void WalletPlay::blame_the_reply(const Step &step, const BuiltCall &call, const Sent &sent, const Observed &seen,
                                 Judgement &judgement) {
  const PlayerInPlay &player = players_[call.player];
  if (!judgement.balance || !sent.reply.balance || !call.op || !call.authentic || !player.followed) return;
  if (sent.tries.size() > 1 || is_about_numbers(step.requirement)) return;
  const std::string rule = rule_of_balance(*call.op, player.oracle.expected(*call.op).front().rule);
  if (!is_rule_1(rule) || rule == step.requirement) return;
  Observed by_the_balance_call = seen;
  by_the_balance_call.balance = read_balance(call.player, "balance, by a call of its own");
  if (judge(step.expect, step.requirement, by_the_balance_call, context_.catalogue).balance) return;
  for (Check &check : judgement.checks)
    if (check.what == "balance")
      check = make_check(context_.catalogue, rule, of_the_reply, check.expected, check.actual, false);
}

std::string WalletPlay::story_of(const results::Step &out, const BuiltCall &call, const Sent &sent,
                                 const std::optional<BalanceMiss> &miss) {
  const PlayerInPlay &player = players_[call.player];
  if (miss)
    return tell(player.last_money, *miss, sent.reply.refused() && call.call != "balance", context_.wallet.max_decimals);
  for (const Check &check : out.checks)
    if (check.verdict == Verdict::fail || check.verdict == Verdict::warn)
      return check.what == "answer" || check.what == "status" || check.what == "status and code"
                 ? tell_answer(call.name, check.expected, check.actual)
                 : check.what + " after " + call.name + ": expected " + check.expected + ", got " + check.actual;
  return "";
}

/// Draws the verdict of a step: a broken MUST ends the scenario, a broken SHOULD is told and the scenario goes on.
void WalletPlay::settle_verdict(const results::Step &out, const std::string &story) {
  for (const Check &check : out.checks) {
    if (check.verdict != Verdict::fail && check.verdict != Verdict::warn) continue;
    const std::string told =
        story.empty() ? check.what + " of " + out.name + ": expected " + check.expected + ", got " + check.actual
                      : story;
    const catalogue::Requirement *row = context_.catalogue.find(check.requirement);
    const std::string hint = row == nullptr ? "" : row->hint;
    if (check.verdict == Verdict::warn && tells_of_another(check))
      throw Stop{Verdict::not_applicable,
                 "what it takes is refused by this target, which departs from " + check.requirement +
                     " (SHOULD) only: " + told,
                 hint};
    if (check.verdict == Verdict::warn) {
      steps_to_replay_ = steps_begun_;
      if (out_.verdict == Verdict::pass) {
        out_.verdict = Verdict::warn;
        out_.reason = told;
        out_.hint = hint;
      }
      continue;
    }
    const auto &own = out_.requirements;
    const bool is_own = !tells_of_another(check) || std::find(own.begin(), own.end(), check.requirement) != own.end();
    if (is_own) throw Stop{Verdict::fail, told, hint};
    throw Stop{Verdict::blocked,
               "could not be judged: step " + std::to_string(out_.steps.size()) + " already departed from " +
                   check.requirement + ": " + told,
               hint};
  }
}

}  // namespace pitboss::scenario
