#include "simulator/scenario/wallet_play.hpp"

#include <stdexcept>

#include "simulator/scenario/play_end.hpp"
#include "simulator/scenario/replay.hpp"

namespace pitboss::scenario {

using results::Verdict;

WalletPlay::WalletPlay(WalletContext &context, const Scenario &scenario, const std::vector<std::size_t> &players,
                       std::size_t number)
    : context_(context),
      scenario_(scenario),
      labels_("pb-" + context.run_id + "-" + std::to_string(number), scenario.ids),
      players_(players.size()),
      requests_(context, players_, labels_) {
  for (std::size_t i = 0; i < players.size(); ++i) {
    players_[i].index = players[i];
    players_[i].settings = &context.wallet.players[players[i]];
  }
}

results::Scenario WalletPlay::play(const results::Scenario &draft) {
  out_ = draft;
  const auto began = std::chrono::steady_clock::now();
  bool network_is_gone = false;
  try {
    transport_ = context_.connect();
    try {
      open_players();
      play_steps();
    } catch (const Stop &stop) {
      network_is_gone = stop.network;
      conclude(stop);
    }
    if (!network_is_gone) settle();
  } catch (const wire::DecimalOverflow &) {
    out_.verdict = Verdict::fail;
    out_.reason = "The target answered a balance of more than 38 digits";
  } catch (const std::exception &fault) {
    block_for(fault, out_);
  }
  if (steps_to_replay_ > 0) out_.replay = replay_text(scenario_, {steps_to_replay_, context_.seed, ""});
  end_play(
      context_, began, network_is_gone, [this] { return target_answers(); }, out_);
  return std::move(out_);
}

void WalletPlay::play_steps() {
  for (const Step &step : scenario_.steps) {
    ++steps_begun_;
    for (int n = 1; n <= step.repeat; ++n) {
      if (context_.cancelled) throw Stop{Verdict::blocked, "the run was cancelled", ""};
      play_step(step, n, n == step.repeat);
    }
  }
}

void WalletPlay::play_step(const Step &step, int n, bool last) {
  if (WalletRequests::wants_other_game(step.arguments)) {
    for (PlayerInPlay &player : players_) {
      if (player.other_session) continue;
      open_session(player, context_.wallet.other_game);
      player.other_session = context_.sessions.current(player.index, context_.wallet.other_game);
    }
  }
  if (step.action == "http") return http_step(step);
  if (step.action == "raw") return raw_step(step);
  if (step.action == "concurrently") return concurrent_step(step);
  if (step.action == "random_calls") return random_step(step);
  if (step.action == "use_up_free_game") return use_up_step(step);
  if (!step.lose_reply.empty()) return lose_reply_step(step, n);
  call_step(step, n, last && !step.expect.is_null());
}

// ---- The opening
// -------------------------------------------------------------------------------------------------------------

void WalletPlay::open_players() {
  const wire::Decimal funds = wire::Decimal::parse(scenario_.needs.funds).value_or(wire::Decimal{});
  for (std::size_t i = 0; i < players_.size(); ++i) {
    PlayerInPlay &player = players_[i];
    open_session(player, context_.wallet.game);
    player.session = context_.sessions.current(player.index, context_.wallet.game).value();
    const std::optional<wire::Decimal> balance = read_balance(i, "opening balance of " + player.label());
    if (!balance)
      throw Stop{Verdict::blocked, "the balance of " + player.label() + " could not be read before the first step",
                 "run `pitboss doctor`, and look at the reply of the balance call above"};
    player.opening = *balance;
    player.oracle = model::WalletOracle(*balance);
    choose_free_game(player);
    if (*balance < funds) short_of_funds_ = player.index;
    if (*balance < funds)
      throw Stop{Verdict::skip,
                 "fund " + player.label() + " with at least " + money(funds) + ": its balance is " + money(*balance),
                 "give " + player.label() + " of the target file more money"};
  }
  if (scenario_.needs.free_game) check_free_rounds(players_.front());
}

/// Of several free games the one with the fewest rounds left, but some, for a scenario that uses all of them up; else
/// the one with the most.
void WalletPlay::choose_free_game(PlayerInPlay &player) {
  const auto left = [&](const target::FreeGameGrant &game) {
    const auto found = player.free_rounds_left.find(game.instance_id);
    return found == player.free_rounds_left.end() ? std::optional<int>() : found->second;
  };
  const std::optional<int> most = scenario_.needs.free_rounds_at_most;
  for (const target::FreeGameGrant &game : player.settings->free_games) {
    const bool first = !player.free_game.has_value();
    const int rounds = left(game).value_or(0);
    const bool better = most ? rounds > 0 && (player.free_rounds.value_or(0) <= 0 || rounds < *player.free_rounds)
                             : rounds > player.free_rounds.value_or(0);
    if (!first && !better) continue;
    player.free_game = game;
    player.free_rounds = left(game);
  }
  player.free_rounds_at_begin = player.free_rounds;
}

void WalletPlay::check_free_rounds(PlayerInPlay &player) {
  const int left = player.free_rounds.value_or(0);
  const std::string hint = "award " + player.label() +
                           " a free game and name it in the target file: free_games: [{instance_id: 1, "
                           "offer_id: 99}]";
  // That the free games are listed is judged by a requirement of its own; a scenario about it must not be skipped for
  // want of it.
  if (player.free_game && player.unlisted_games.contains(player.free_game->instance_id))
    tell_unlisted_from_used_up(player);
  if (player.free_rounds && left <= 0)
    throw Stop{Verdict::skip, "the free game of " + player.label() + " has no round left", hint};
  const std::optional<int> most = scenario_.needs.free_rounds_at_most;
  if (most && left > *most)
    throw Stop{Verdict::skip,
               "the free game of " + player.label() + " has " + std::to_string(left) +
                   " rounds left; this scenario uses all of them up and wants at most " + std::to_string(*most),
               hint};
}

/// A used-up free game may be left out of the list (rule 12), and then takes no free debit. One that takes a debit all
/// the same is there, and not listed as it must be. Ends the scenario in that case; the end gives the free round back.
void WalletPlay::tell_unlisted_from_used_up(PlayerInPlay &player) {
  Op op{Op::Kind::debit, labels_.id("unlisted", 1), labels_.id("unlisted", 1), {}};
  op.free_game = true;
  const auto index = static_cast<std::size_t>(&player - players_.data());
  const BuiltCall call = requests_.plain(op, index);
  results::Step step;
  step.name = "free " + call.name + ": is the free game that is not listed used up?";
  note_money(call);
  const Sent sent = send(call);
  record(call, sent, false, step);
  if (network_failed(sent)) {
    add_step(std::move(step));
    stop_for_network(call, sent);
  }
  player.oracle.observe(op, observation_of(sent.reply));
  step.judged = sent.reply.accepted();
  if (step.judged)
    step.checks.push_back(make_check(context_.catalogue, "wallet.free-game.listed", of_the_list,
                                     "the free game is listed, or used up and takes no debit",
                                     "it is not listed, and takes a debit: " + answer_text(sent.last(), sent.reply, 1),
                                     false));
  add_step(step);
  settle_verdict(step, "The balance call does not list free game " + std::to_string(player.free_game->instance_id) +
                           " of " + player.label() + ", and a free debit of it is accepted all the same");
}

void WalletPlay::open_session(PlayerInPlay &player, const std::string &game) {
  if (context_.sessions.current(player.index, game)) return;
  const wire::Json arguments(wire::JsonObject{{"player", static_cast<long long>(&player - players_.data() + 1)}});
  BuiltCall call = requests_.call("authenticate", arguments, 1);
  if (game != context_.wallet.game) {
    const target::WalletCall other =
        target::WalletCalls(context_.wallet).authenticate(requests_.launch_token(player), *player.settings, game);
    call.request = target::to_request({other.path, other.body, "", wire::fresh_guid()}, context_.signer);
  }
  results::Step step;
  step.name = "open a session of " + player.label() + " in " + game;
  step.player = player.label();
  step.judged = false;
  const Sent sent = send(call);
  record(call, sent, false, step);
  const std::string answer = answer_text(sent.last(), sent.reply, 1);
  add_step(std::move(step));
  if (network_failed(sent)) stop_for_network(call, sent);
  const std::optional<target::Session> session = read_session(sent.reply, game);
  if (!session)
    throw Stop{Verdict::blocked,
               "no session of " + player.label() + " in " + game + ": authenticate was answered " + answer,
               "run `pitboss doctor`: it tells setup faults apart"};
  context_.sessions.keep(player.index, game, *session);
}

// ---- The end
// -----------------------------------------------------------------------------------------------------------------

void WalletPlay::conclude(const Stop &stop) {
  out_.verdict = results::worst(out_.verdict, stop.verdict);
  out_.reason = stop.reason;
  out_.hint = stop.hint;
  if (stop.verdict == Verdict::fail) steps_to_replay_ = steps_begun_;
  if (stop.verdict == Verdict::fail && !stop.network) gather_evidence();
}

/// After a failure the balances are read once more, for whoever looks into it.
void WalletPlay::gather_evidence() {
  for (std::size_t i = 0; i < players_.size(); ++i) {
    if (players_[i].session.token.empty() || !players_[i].moved) continue;
    try {
      read_balance(i, "evidence: balance of " + players_[i].label() + " after the failure");
    } catch (const Stop &) {
      return;  // the failure is told already
    }
  }
}

void WalletPlay::add_step(results::Step step) {
  clean(step, *context_.secrets.redactor());
  out_.steps.push_back(std::move(step));
  context_.announce(&results::Listener::step_finished, out_, out_.steps.back());
}

std::string WalletPlay::say(const Step &step, const std::string &name) const {
  return step.say.empty() ? name : name + " (" + step.say + ")";
}

}  // namespace pitboss::scenario
