#pragma once

#include <map>
#include <memory>

#include "reference_impl/onboarding/steady_traffic.hpp"
#include "reference_impl/onboarding/step_judge.hpp"
#include "schemas/onboarding/plan.hpp"

namespace pitboss::reference::onboarding {

/// A run of `check` or `referee` whose results lie below --reports.
struct ConformanceRun {
  std::string id;
  std::string contract;
  std::string partner;  ///< whose it is
  wire::TimePoint finished_at{};
  bool clean = false;  ///< conformant, and it judged the contract
};

/// What is known of a step of a partner.
struct StepState {
  bool done = false;
  wire::TimePoint done_at{};
  std::vector<std::uint64_t> evidence;  ///< ids of exchanges, each once
};

/// How far one partner is on one contract.
struct PartnerProgress {
  std::string contract, partner;
  std::map<std::string, StepState, std::less<>> steps;  ///< by id; what is absent is not done
  [[nodiscard]] std::size_t completed() const { return steps.size(); }
};

/// How far each partner is on each contract, by what traffic and runs have shown. A step that is done stays done. Not
/// safe across threads.
class Onboarding {
 public:
  /// Of more partners than that on a contract those that come later are not watched.
  static constexpr std::size_t most_partners = 1000;

  /// A partner whom the server has given credentials: listed from the start.
  void expect(const std::string &contract, const std::string &partner);
  /// An exchange of a partner; one of nobody (an empty `partner`) shows nothing. A partner is known from the first
  /// request on that was accepted. True where it made a step done.
  bool see(const std::string &contract, const std::string &partner, const Shown &shown);
  /// A run; those of one partner in the order in which they ended. One that was seen already changes nothing. True
  /// where it changed whether a clean run is known.
  bool see(const ConformanceRun &run);

  /// By contract, then by partner; `partner` empty: all of them.
  [[nodiscard]] std::vector<PartnerProgress> progress(const std::string &partner = {}) const;
  /// Whether the last run of a partner was clean.
  [[nodiscard]] bool has_clean_run(const std::string &contract, const std::string &partner) const;

 private:
  struct Watched {
    std::unique_ptr<StepJudge> judge;
    SteadyTraffic steady;
    PartnerProgress progress;
  };
  using Key = std::pair<std::string, std::string>;  // contract, partner

  Watched *watched(const Key &key, const journal::Exchange &exchange);
  Watched *watch(const Key &key);
  static bool mark(Watched &watched, std::string_view step, wire::TimePoint at,
                   const std::vector<std::uint64_t> &evidence);

  std::map<Key, Watched> watched_;
  std::map<std::string, std::size_t> partners_;  // how many are watched, by contract
  std::map<Key, ConformanceRun> last_run_;
};

}  // namespace pitboss::reference::onboarding
