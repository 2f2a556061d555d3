#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/contract.hpp"
#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {

/// One playing of a scenario; `--repeat` makes several.
struct Turn {
  const Scenario *scenario = nullptr;
  Contract *contract = nullptr;
  results::Scenario result;  ///< a draft before, the outcome after
  int tries = 0;             ///< with one lease after another, where some were not fit
};

/// Plays turns in parallel, each with what its contract leases to it, and stops early where the run is cancelled, the
/// target is gone, or a failure shall end it.
class Schedule {
 public:
  struct Options {
    int jobs = 0;  ///< 0: as many as the contracts say
    bool fail_fast = false;
    std::size_t first_number = 1;  ///< of the plays, which all have numbers of their own in a run
  };
  Schedule(std::vector<Turn *> turns, const Options &options, Announcer &announce, const std::atomic<bool> &cancelled);

  /// Whether a failure ended it before its time.
  [[nodiscard]] bool failed_fast() const { return !first_failure_.empty(); }

  /// `ended` is called for each turn, from whichever thread, before it is announced: verdicts are final after it.
  void run(const std::function<void(Turn &)> &ended);

 private:
  struct Taken {
    std::size_t turn;
    std::optional<Lease> lease;  ///< none where the scenario is not played at all
  };
  void work(const std::function<void(Turn &)> &ended);
  std::optional<Taken> take();
  void give_back(const Taken &taken);
  [[nodiscard]] std::string why_stopped(const Turn &turn) const;
  /// False where it shall be tried again with another lease.
  bool play(const Taken &taken);

  std::vector<Turn *> turns_;  ///< in the order of beginning
  Announcer &announce_;
  const std::atomic<bool> &cancelled_;
  bool fail_fast_;
  std::size_t first_number_;
  std::size_t jobs_ = 1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> started_;  ///< turns
  std::string first_failure_;  ///< id; for fail_fast
};

}  // namespace pitboss::scenario
