#include "simulator/scenario/run.hpp"

#include "schemas/formats/shorten.hpp"
#include "schemas/wire/ids.hpp"
#include "simulator/scenario/contract.hpp"
#include "simulator/scenario/fold.hpp"
#include "simulator/scenario/globs.hpp"
#include "simulator/scenario/run_with.hpp"
#include "simulator/scenario/schedule.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;

/// One run, from the selection to the summary.
class Runner {
 public:
  Runner(const target::TargetFile &target, const RunOptions &options, const std::vector<results::Listener *> &listeners,
         const std::atomic<bool> &cancelled)
      : target_(target), options_(options), announce_(listeners), cancelled_(cancelled), secrets_(target.redactor) {}

  results::Results run(const Connections &connections, const RetryPolicy &retry,
                       const std::vector<Scenario> &scenarios) {
    std::vector<SelectionProblem> problems;
    selected_ = select(scenarios, options_.selection, problems);
    std::erase_if(selected_, [&](const Scenario *scenario) { return !is_of_target(scenario->contract); });
    begin();
    const std::size_t rounds = static_cast<std::size_t>(std::max(1, options_.repeat));
    announce_(&results::Listener::run_started, results_.run, rounds * selected_.size() + standing_selected().size());
    if (selected_.empty()) {
      announce_(&results::Listener::doctor_finished, results_.doctor);
    } else {
      make_contracts(connections, retry);
      play(rounds);
    }
    results_.run.finished_at = wire::now();
    results::summarise(results_, rows());
    announce_(&results::Listener::run_finished, results_);
    return std::move(results_);
  }

 private:
  /// A contract that scenarios were selected of, and why they are blocked; empty where they are not.
  struct Part {
    std::unique_ptr<Contract> contract;
    std::string blocked = {};
  };

  [[nodiscard]] bool is_of_target(const std::string &contract) const { return target_.has(contract); }

  void begin() {
    results_.run.id = wire::fresh_guid();
    results_.run.started_at = wire::now();
    results_.run.seed = options_.seed;
    results_.run.version = options_.version;
    results_.run.command = target_.redactor(options_.command);
    results_.run.target = target_.redacted;
    if (results_.run.target.find("name") == nullptr) results_.run.target.set("name", target_.name);
    results_.run.not_offered = target_.not_offered;
  }

  std::vector<Turn> make_turns() {
    std::vector<Turn> turns;
    for (const Scenario *scenario : selected_) {
      Turn turn;
      turn.scenario = scenario;
      results::Scenario &draft = turn.result;
      draft.id = scenario->id;
      draft.title = scenario->title;
      draft.contract = scenario->contract;
      draft.file = scenario->file;
      draft.requirements = scenario->requirements;
      draft.tags = scenario->tags;
      turns.push_back(std::move(turn));
    }
    return turns;
  }

  void make_contracts(const Connections &connections, const RetryPolicy &retry) {
    for (const Scenario *scenario : selected_) {
      const std::string &name = scenario->contract;
      if (std::any_of(parts_.begin(), parts_.end(), [&](const Part &part) { return part.contract->name() == name; }))
        continue;
      parts_.push_back(
          {make_contract(name, {target_, catalogue::Catalogue::embedded(), connections(name), cancelled_,
                                results_.run.id.substr(0, 8), options_.seed, retry, announce_, secrets_})});
    }
  }

  /// Every scenario, `rounds` times one after the other.
  void play(std::size_t rounds) {
    for (Part &part : parts_) part.blocked = look_at(*part.contract);
    announce_(&results::Listener::doctor_finished, results_.doctor);
    std::vector<Fold> folds(selected_.size());
    bool goes_on = true;
    for (std::size_t round = 0; round < rounds && goes_on; ++round) {
      std::vector<Turn> turns = make_turns();
      goes_on = play(turns, 1 + round * turns.size());
      for (std::size_t i = 0; i < turns.size(); ++i) folds[i].add(std::move(turns[i].result));
    }
    for (const Part &part : parts_)
      for (results::Finding &finding : part.contract->network().findings())
        add_finding(*part.contract, std::move(finding));
    for (Fold &fold : folds) results_.scenarios.push_back(fold.take());
    for (const Part &part : parts_) add_standing(part);
  }

  /// One round; false where it is to be the last.
  bool play(std::vector<Turn> &turns, std::size_t first_number) {
    std::vector<Turn *> playable;
    for (Turn &turn : turns) {
      const Part &part = part_of(turn.scenario->contract);
      turn.contract = part.contract.get();
      if (part.blocked.empty())
        playable.push_back(&turn);
      else
        block(turn, part.blocked);
    }
    if (playable.empty()) return false;
    Schedule schedule(std::move(playable), {options_.jobs, options_.fail_fast, first_number}, announce_, cancelled_);
    schedule.run([this](Turn &turn) {
      compare_with_expected_failures(turn.result, *turn.scenario);
      if (turn.result.verdict == Verdict::pass) results::shorten(turn.result);
    });
    return !cancelled_ && !schedule.failed_fast();
  }

  [[nodiscard]] const Part &part_of(const std::string &contract) const {
    return *std::find_if(parts_.begin(), parts_.end(),
                         [&](const Part &part) { return part.contract->name() == contract; });
  }

  /// Takes the findings of the doctor; gives the first that blocks the contract's scenarios.
  std::string look_at(Contract &contract) {
    std::string blocked;
    for (results::Finding &finding : contract.examine()) {
      if (finding.verdict == Verdict::fail && blocked.empty()) blocked = finding.name + ": " + finding.detail;
      add_finding(contract, std::move(finding));
    }
    return blocked;
  }

  /// With several contracts a finding says whose it is.
  void add_finding(const Contract &contract, results::Finding finding) {
    if (parts_.size() > 1) finding.name = contract.name() + ": " + finding.name;
    results_.doctor.push_back(std::move(finding));
  }

  void block(Turn &turn, const std::string &reason) {
    turn.result.verdict = Verdict::blocked;
    turn.result.reason = "the doctor found: " + reason;
    announce_(&results::Listener::scenario_started, turn.result);
    announce_(&results::Listener::scenario_finished, turn.result);
  }

  /// The requirements that are judged on every reply, as far as they are selected.
  [[nodiscard]] std::set<std::string> standing_selected() const {
    std::set<std::string> ids;
    for (const catalogue::Requirement *row : rows())
      for (const StandingRequirement &standing : standing_requirements(row->contract))
        if (standing.requirement == row->id) ids.insert(row->id);
    return ids;
  }

  void add_standing(const Part &part) {
    for (results::Scenario &scenario : part.contract->standing(standing_selected())) {
      if (!part.blocked.empty()) {
        scenario.verdict = Verdict::blocked;
        scenario.reason = "the doctor found: " + part.blocked;
        scenario.steps.clear();
      }
      Scenario named;
      named.id = scenario.id;
      named.requirements = scenario.requirements;
      compare_with_expected_failures(scenario, named);
      announce_(&results::Listener::scenario_started, scenario);
      announce_(&results::Listener::scenario_finished, scenario);
      results_.scenarios.push_back(std::move(scenario));
    }
  }

  /// A listed failure does not fail the run; a listed scenario that passes does.
  void compare_with_expected_failures(results::Scenario &result, const Scenario &scenario) const {
    const auto &listed = options_.expected_failures;
    const bool by_id = std::any_of(listed.begin(), listed.end(), [&](const std::string &name) {
      return name == scenario.id || name == scenario.id.substr(0, scenario.id.find('['));
    });
    const bool by_requirement = std::any_of(scenario.requirements.begin(), scenario.requirements.end(),
                                            [&](const std::string &id) { return listed.contains(id); });
    if (!by_id && !by_requirement) return;
    if (result.verdict == Verdict::fail) {
      result.expected_failure = true;
    } else if (result.verdict == Verdict::pass && by_id) {
      result.verdict = Verdict::fail;
      result.expected_failure = true;
      result.reason = "listed as an expected failure, but it passes: remove it from the list";
    }
  }

  /// The rows of the selection, and those that a departure broke besides.
  [[nodiscard]] std::vector<const catalogue::Requirement *> rows() const {
    std::set<std::string> contracts;
    for (const catalogue::Requirement &row : catalogue::Catalogue::embedded().rows())
      if (is_of_target(row.contract) &&
          (options_.selection.contracts.empty() || options_.selection.contracts.contains(row.contract)))
        contracts.insert(row.contract);
    if (selected_.empty()) return {};
    std::vector<const catalogue::Requirement *> selected =
        selected_requirements(selected_, options_.selection, contracts);
    std::set<std::string> known;
    for (const catalogue::Requirement *row : selected) known.insert(row->id);
    for (const results::Scenario &scenario : results_.scenarios)
      for (const results::Step &step : scenario.steps)
        for (const results::Check &check : step.checks) {
          const catalogue::Requirement *row = catalogue::Catalogue::embedded().find(check.requirement);
          if (check.verdict == Verdict::fail && row != nullptr && known.insert(row->id).second) selected.push_back(row);
        }
    return selected;
  }

  const target::TargetFile &target_;
  const RunOptions &options_;
  Announcer announce_;
  const std::atomic<bool> &cancelled_;
  std::vector<const Scenario *> selected_;
  target::Secrets secrets_;
  std::vector<Part> parts_;
  results::Results results_;
};

}  // namespace

results::Results run_with(const Connections &connections, const RetryPolicy &retry, const target::TargetFile &target,
                          const std::vector<Scenario> &scenarios, const RunOptions &options,
                          const std::vector<results::Listener *> &listeners, const std::atomic<bool> &cancelled) {
  return Runner(target, options, listeners, cancelled).run(connections, retry, scenarios);
}

results::Results run(const target::TargetFile &target, const std::vector<Scenario> &scenarios,
                     const RunOptions &options, const std::vector<results::Listener *> &listeners,
                     const std::atomic<bool> &cancelled) {
  const Connections connections = [&target](const std::string &contract) { return connect_to(target, contract); };
  return run_with(connections, {}, target, scenarios, options, listeners, cancelled);
}

std::vector<results::Finding> examine(const target::TargetFile &target) {
  const std::atomic<bool> cancelled{false};
  const std::vector<std::string> contracts = target.contracts();
  const std::vector<results::Listener *> listeners;
  Announcer nobody(listeners);
  target::Secrets secrets(target.redactor);
  std::vector<results::Finding> findings;
  for (const std::string &name : contracts) {
    const RunSetup setup{
        target, catalogue::Catalogue::embedded(), connect_to(target, name), cancelled, "doctor", 0, {}, nobody,
        secrets};
    for (results::Finding &finding : make_contract(name, setup)->examine()) {
      if (contracts.size() > 1) finding.name = name + ": " + finding.name;
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace pitboss::scenario
