#include "simulator/scenario/schedule.hpp"

#include <set>
#include <system_error>
#include <thread>

namespace pitboss::scenario {

using results::Verdict;

Schedule::Schedule(std::vector<Turn *> turns, const Options &options, Announcer &announce,
                   const std::atomic<bool> &cancelled)
    : turns_(std::move(turns)),
      announce_(announce),
      cancelled_(cancelled),
      fail_fast_(options.fail_fast),
      first_number_(options.first_number) {
  // What waits for the clock begins first, so that the others do not wait for it.
  std::stable_partition(turns_.begin(), turns_.end(), [](const Turn *turn) { return turn->scenario->needs.slow; });
  started_.assign(turns_.size(), false);
  std::set<const Contract *> contracts;
  std::size_t at_once = 0;
  for (const Turn *turn : turns_)
    if (contracts.insert(turn->contract).second) at_once += turn->contract->most_at_once();
  jobs_ = options.jobs > 0 ? static_cast<std::size_t>(options.jobs) : at_once;
  jobs_ = std::max<std::size_t>(1, std::min({jobs_, turns_.size(), std::size_t{64}}));
}

void Schedule::run(const std::function<void(Turn &)> &ended) {
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
  while (const std::optional<Taken> taken = take()) {
    Turn &turn = *turns_[taken->turn];
    if (turn.tries++ == 0) announce_(&results::Listener::scenario_started, turn.result);
    if (!play(*taken)) {
      give_back(*taken);
      continue;
    }
    ended(turn);
    if (fail_fast_ && turn.result.verdict == Verdict::fail && !turn.result.expected_failure) {
      const std::lock_guard lock(mutex_);
      if (first_failure_.empty()) first_failure_ = turn.result.id;
    }
    announce_(&results::Listener::scenario_finished, turn.result);
    give_back(*taken);
  }
}

/// The first turn that has not begun and gets what it needs; waits where there is none yet. nullopt when all have
/// begun.
std::optional<Schedule::Taken> Schedule::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    bool any_left = false;
    for (std::size_t i = 0; i < turns_.size(); ++i) {
      if (started_[i]) continue;
      any_left = true;
      const Turn &turn = *turns_[i];
      std::optional<Lease> lease;
      const bool played =
          turn.contract->unmet_need(*turn.scenario).verdict == Verdict::pass && why_stopped(turn).empty();
      if (played && !(lease = turn.contract->lease(*turn.scenario))) continue;
      started_[i] = true;
      return Taken{i, std::move(lease)};
    }
    if (!any_left) return std::nullopt;
    changed_.wait(lock);
  }
}

void Schedule::give_back(const Taken &taken) {
  const std::lock_guard lock(mutex_);
  if (taken.lease) turns_[taken.turn]->contract->give_back(*taken.lease);
  changed_.notify_all();
}

std::string Schedule::why_stopped(const Turn &turn) const {
  if (cancelled_) return "the run was cancelled";
  if (const std::string gone = turn.contract->network().gone(); !gone.empty())
    return "the target does not answer any more: " + gone;
  if (!first_failure_.empty()) return "not run: " + first_failure_ + " failed, and --fail-fast was given";
  return "";
}

bool Schedule::play(const Taken &taken) {
  Turn &turn = *turns_[taken.turn];
  const Unmet unmet = turn.contract->unmet_need(*turn.scenario);
  if (unmet.verdict != Verdict::pass) {
    turn.result.verdict = unmet.verdict;
    turn.result.reason = unmet.reason;
    turn.result.hint = unmet.hint;
    return true;
  }
  std::string stopped;
  {
    const std::lock_guard lock(mutex_);
    stopped = why_stopped(turn);
  }
  if (!stopped.empty() || !taken.lease) {
    turn.result.verdict = Verdict::blocked;
    turn.result.reason = stopped;
    return true;
  }
  const results::Scenario draft = turn.result;
  turn.result = turn.contract->play(*turn.scenario, *taken.lease, first_number_ + taken.turn, draft);
  if (!turn.contract->play_again(*taken.lease, turn.tries)) return true;
  turn.result = draft;
  const std::lock_guard lock(mutex_);
  started_[taken.turn] = false;
  return false;
}

}  // namespace pitboss::scenario
