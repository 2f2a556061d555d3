#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/run_context.hpp"
#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {

/// One playing of a scenario; `--repeat` makes several.
struct Turn {
  const Scenario *scenario = nullptr;
  results::Scenario result;  ///< a draft before, the outcome after
  int tries = 0;             ///< with one set of players after another, where some are short of funds
};

/// Plays turns in parallel, each with players of its own, and stops early where the run is cancelled, the target is
/// gone, or a failure shall end it.
class Schedule {
 public:
  Schedule(RunContext &context, std::vector<Turn> &turns, int jobs, bool fail_fast)
      : context_(context), turns_(turns), fail_fast_(fail_fast), free_(context.wallet.players.size(), true) {
    jobs_ = jobs > 0 ? static_cast<std::size_t>(jobs) : free_.size();
    jobs_ = std::max<std::size_t>(1, std::min({jobs_, turns.size(), std::size_t{64}}));
  }

  /// `ended` is called for each turn, from whichever thread, before it is announced: verdicts are final after it.
  void run(const std::function<void(Turn &)> &ended);

 private:
  struct Lease {
    std::size_t turn;
    std::vector<std::size_t> players;
  };
  void work(const std::function<void(Turn &)> &ended);
  std::optional<Lease> take();
  [[nodiscard]] std::optional<std::vector<std::size_t>> players_for(const Scenario &scenario) const;
  void give_back(const Lease &lease);
  [[nodiscard]] std::string why_stopped() const;
  /// False where it shall be tried again with other players.
  bool play(const Lease &lease);
  bool try_others(const Lease &lease, std::size_t short_of_funds);

  RunContext &context_;
  std::vector<Turn> &turns_;
  bool fail_fast_;
  std::size_t jobs_ = 1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> free_;            ///< players, by index in the target file
  std::vector<bool> started_;         ///< turns
  std::vector<bool> short_of_funds_;  ///< players; used only where the others are too few
  std::string first_failure_;         ///< id; for fail_fast
};

}  // namespace pitboss::scenario
