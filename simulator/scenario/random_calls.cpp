#include "schemas/wire/leading_integer.hpp"
#include "simulator/scenario/seed_of.hpp"
#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

using wire::Decimal;
using wire::Json;

/// What a sequence of random calls has done so far. Only calls that are right are drawn, so that each must be answered
/// 200; the replays among them must change nothing.
struct WalletPlay::RandomPlan {
  struct Round {
    std::string id;
    Op debit;
    int credits = 0;
  };
  std::mt19937_64 random;
  std::size_t player = 0;
  std::size_t max_rounds = 1;
  unsigned lost_in_a_million = 0;
  std::vector<Round> open;
  std::vector<Op> applied;  ///< may be replayed
  Decimal staked;           ///< lost so far, at most what the opening funds allow
  int rounds_begun = 0;
  int credits_begun = 0;

  std::uint64_t below(std::uint64_t bound) { return random() % bound; }  // the small bias does not matter here
  bool chance(unsigned in_a_million) { return below(1'000'000) < in_a_million; }
};

namespace {

/// 0.2 is 200000, exactly.
unsigned in_a_million(const Json *share) {
  if (share == nullptr || !share->decimal()) return 0;
  const Decimal scaled = *share->decimal() * Decimal(1'000'000);
  return static_cast<unsigned>(wire::leading_integer<long>(scaled.to_string()));
}

}  // namespace

WalletPlay::Op WalletPlay::next_random_call(RandomPlan &plan) {
  const Decimal unit = Decimal::unit(std::min(2, context_.wallet.max_decimals));
  const auto amount = [&](std::uint64_t most) {
    return unit * Decimal(static_cast<std::int64_t>(plan.below(most) + 1));
  };
  if (!plan.applied.empty() && plan.chance(150'000)) return plan.applied[plan.below(plan.applied.size())];  // a replay
  const bool begin = plan.open.empty() || (plan.open.size() < plan.max_rounds && plan.chance(350'000));
  if (begin) {
    RandomPlan::Round round;
    round.id = labels_.id("random-" + std::to_string(++plan.rounds_begun), 1);
    Op op{Op::Kind::debit, round.id, labels_.id("random-debit-" + std::to_string(plan.rounds_begun), 1), amount(100)};
    // What is at stake stays below the funds that the scenario needs, so that no debit is refused.
    if (plan.staked + op.amount > Decimal(15)) op.amount = 0;
    plan.staked += op.amount;
    round.debit = op;
    plan.open.push_back(round);
    plan.applied.push_back(op);
    return op;
  }
  const std::size_t which = plan.below(plan.open.size());
  RandomPlan::Round &round = plan.open[which];
  if (round.credits == 0 && plan.chance(200'000)) {  // take it back
    const Op op{Op::Kind::rollback, round.id, round.debit.transaction, {}};
    std::erase(plan.applied, round.debit);  // sent again it would be refused
    plan.staked -= round.debit.amount;
    plan.open.erase(plan.open.begin() + static_cast<std::ptrdiff_t>(which));
    plan.applied.push_back(op);
    return op;
  }
  ++round.credits;
  Op op{Op::Kind::credit, round.id, labels_.id("random-credit-" + std::to_string(++plan.credits_begun), 1),
        amount(150)};
  op.finish = plan.chance(400'000);
  plan.applied.push_back(op);
  if (op.finish) plan.open.erase(plan.open.begin() + static_cast<std::ptrdiff_t>(which));
  return op;
}

void WalletPlay::random_step(const Step &step) {
  const auto number = [&](std::string_view name, std::size_t otherwise) {
    const Json *value = step.arguments.find(name);
    return value == nullptr ? otherwise
                            : static_cast<std::size_t>(std::max(1L, wire::leading_integer<long>(scalar_text(*value))));
  };
  const std::uint64_t seed = scenario_.seed.value_or(context_.seed);
  RandomPlan plan;
  plan.random.seed(seed_of(scenario_, context_.seed));
  plan.player = WalletRequests::player_of(step.arguments);
  plan.max_rounds = number("rounds", 4);
  plan.lost_in_a_million = in_a_million(step.arguments.find("lose_replies"));
  std::vector<results::Step> steps;
  const std::size_t calls = number("calls", 20);
  for (std::size_t i = 0; i < calls; ++i) {
    if (context_.cancelled) throw Stop{results::Verdict::blocked, "the run was cancelled", ""};
    if (!play_random_call(step, plan, next_random_call(plan), steps)) return;
  }
  results::Step out;  // nothing departed: one step that holds all exchanges
  out.name = say(step, std::to_string(calls) + " random calls (seed " + std::to_string(seed) + ")");
  out.player = players_[plan.player].label();
  out.balance_before = steps.front().balance_before;
  for (results::Step &each : steps)
    std::move(each.exchanges.begin(), each.exchanges.end(), std::back_inserter(out.exchanges));
  const std::optional<Decimal> balance = read_balance(plan.player, "balance after the random calls");
  PlayerInPlay &player = players_[plan.player];
  std::string right;
  for (const Decimal &each : player.oracle.balances()) right += (right.empty() ? "" : " or ") + money(each);
  const bool holds = balance && player.oracle.observe(Op{}, {model::WalletObservation::Kind::accepted, balance, ""});
  out.checks.push_back(make_check(context_.catalogue, step.requirement,
                                  "balance after " + std::to_string(calls) + " calls", right,
                                  balance ? money(*balance) : "no balance", holds));
  if (balance) out.balance_after = money(*balance);
  add_step(out);
  settle_verdict(
      out, holds ? ""
                 : "Each of " + std::to_string(calls) + " calls was answered rightly, but the balance at the end is " +
                       (balance ? money(*balance) : std::string("unknown")) + " where " + right + " is right");
}

/// Sends one call, loses its reply now and then, and compares. False after a departure: all steps are in the report
/// then.
bool WalletPlay::play_random_call(const Step &step, RandomPlan &plan, const Op &op, std::vector<results::Step> &steps) {
  PlayerInPlay &player = players_[plan.player];
  const BuiltCall call = requests_.plain(op, plan.player);
  note_money(call);
  results::Step out;
  out.name = std::to_string(steps.size() + 1) + ": " + call.name;
  if (player.balance) out.balance_before = money(*player.balance);
  for (int lost = 0; lost < 3 && plan.chance(plan.lost_in_a_million); ++lost) {
    const auto how = plan.chance(500'000) ? target::LoseReply::after_answer : target::LoseReply::after_send;
    const Sent sent = send(call, how);
    record(call, sent, false, out);
    player.oracle.observe(op, {});
  }
  const Sent sent = send(call);
  if (!sent.new_token.empty()) player.session.token = sent.new_token;
  record(call, sent, false, out);
  if (network_failed(sent)) {
    steps.push_back(std::move(out));
    for (results::Step &each : steps) add_step(std::move(each));
    stop_for_network(call, sent);
  }
  note_balance(call, sent, out);
  const std::string story = depart(call, sent, out);
  steps.push_back(out);
  if (story.empty()) return true;
  // The sequence as a whole judges this requirement; which rule the model names for the call is told beside it.
  results::Check check = steps.back().checks.back();
  steps.back().checks = {make_check(context_.catalogue, step.requirement,
                                    "answer to call " + std::to_string(steps.size()) + " (" + check.requirement + ")",
                                    check.expected, check.actual, false)};
  const results::Step last = steps.back();
  for (results::Step &each : steps) add_step(std::move(each));
  settle_verdict(last, "Call " + std::to_string(steps.size()) + " of a random sequence (seed " +
                           std::to_string(scenario_.seed.value_or(context_.seed)) + "): " + story);
  return false;
}

}  // namespace pitboss::scenario
