#include "simulator/scenario/schedule.hpp"

#include <system_error>
#include <thread>

#include "simulator/scenario/needs.hpp"
#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

using results::Verdict;

void Schedule::run(const std::function<void(Turn &)> &ended) {
  started_.assign(turns_.size(), false);
  short_of_funds_.assign(free_.size(), false);
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 1; i < jobs_; ++i) threads.emplace_back([this, &ended] { work(ended); });
  } catch (const std::system_error &) {
    // The system gives no more threads: fewer at once do the same work.
  }
  work(ended);
  for (std::thread &thread : threads) thread.join();
}

void Schedule::work(const std::function<void(Turn &)> &ended) {
  while (const std::optional<Lease> lease = take()) {
    Turn &turn = turns_[lease->turn];
    if (turn.tries++ == 0) context_.announce(&results::Listener::scenario_started, turn.result);
    if (!play(*lease)) {
      give_back(*lease);
      continue;
    }
    ended(turn);
    if (fail_fast_ && turn.result.verdict == Verdict::fail && !turn.result.expected_failure) {
      const std::lock_guard lock(mutex_);
      if (first_failure_.empty()) first_failure_ = turn.result.id;
    }
    context_.announce(&results::Listener::scenario_finished, turn.result);
    give_back(*lease);
  }
}

/// The first turn that has not begun and whose players are free; waits where there is none yet. nullopt when all have
/// begun.
std::optional<Schedule::Lease> Schedule::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    bool any_left = false;
    for (std::size_t i = 0; i < turns_.size(); ++i) {
      if (started_[i]) continue;
      any_left = true;
      std::optional<std::vector<std::size_t>> players = players_for(*turns_[i].scenario);
      if (!players) continue;
      started_[i] = true;
      for (const std::size_t player : *players) free_[player] = false;
      return Lease{i, *players};
    }
    if (!any_left) return std::nullopt;
    changed_.wait(lock);
  }
}

/// Free players for each role of the scenario; empty where it needs none, because it is not played at all; nullopt
/// where some are busy.
std::optional<std::vector<std::size_t>> Schedule::players_for(const Scenario &scenario) const {
  if (unmet_need(scenario, context_.target).verdict != Verdict::pass || !why_stopped().empty())
    return std::vector<std::size_t>{};
  std::vector<std::size_t> first = possible_first_players(scenario, context_.wallet);
  const auto is_short = [this](std::size_t player) { return short_of_funds_[player]; };
  const auto funded = std::count(short_of_funds_.begin(), short_of_funds_.end(), false);
  const bool enough = funded >= scenario.needs.players && !std::all_of(first.begin(), first.end(), is_short);
  const auto usable = [&](std::size_t player) { return free_[player] && !(enough && short_of_funds_[player]); };
  std::vector<std::size_t> players;
  const auto found = std::find_if(first.begin(), first.end(), usable);
  if (found == first.end()) return std::nullopt;
  players.push_back(*found);
  for (std::size_t i = 0; i < free_.size() && static_cast<int>(players.size()) < scenario.needs.players; ++i)
    if (usable(i) && i != players.front()) players.push_back(i);
  if (static_cast<int>(players.size()) < scenario.needs.players) return std::nullopt;
  return players;
}

void Schedule::give_back(const Lease &lease) {
  const std::lock_guard lock(mutex_);
  for (const std::size_t player : lease.players) free_[player] = true;
  changed_.notify_all();
}

std::string Schedule::why_stopped() const {
  if (context_.cancelled) return "the run was cancelled";
  if (const std::string gone = context_.network.gone(); !gone.empty())
    return "the target does not answer any more: " + gone;
  if (!first_failure_.empty()) return "not run: " + first_failure_ + " failed, and --fail-fast was given";
  return "";
}

/// A player that an earlier scenario could not give its money back (a faulty target) shall not stop the others from
/// being judged.
bool Schedule::try_others(const Lease &lease, std::size_t short_of_funds) {
  const std::lock_guard lock(mutex_);
  short_of_funds_[short_of_funds] = true;
  if (turns_[lease.turn].tries > static_cast<int>(free_.size())) return false;
  if (std::all_of(short_of_funds_.begin(), short_of_funds_.end(), [](bool is) { return is; })) return false;
  started_[lease.turn] = false;
  return true;
}

bool Schedule::play(const Lease &lease) {
  Turn &turn = turns_[lease.turn];
  const Unmet unmet = unmet_need(*turn.scenario, context_.target);
  if (unmet.verdict != Verdict::pass) {
    turn.result.verdict = unmet.verdict;
    turn.result.reason = unmet.reason;
    turn.result.hint = unmet.hint;
    return true;
  }
  std::string stopped;
  {
    const std::lock_guard lock(mutex_);
    stopped = why_stopped();
  }
  if (!stopped.empty() || lease.players.empty()) {
    turn.result.verdict = Verdict::blocked;
    turn.result.reason = stopped;
    return true;
  }
  const results::Scenario draft = turn.result;
  WalletPlay play(context_, *turn.scenario, lease.players, lease.turn + 1);
  turn.result = play.play(draft);
  if (!play.short_of_funds() || !try_others(lease, *play.short_of_funds())) return true;
  turn.result = draft;
  return false;
}

}  // namespace pitboss::scenario
