#include "simulator/scenario/run.hpp"

#include "schemas/wire/ids.hpp"
#include "simulator/scenario/doctor.hpp"
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
      : target_(target), options_(options), announce_(listeners), listeners_(listeners), cancelled_(cancelled) {}

  results::Results run(const Connect &connect, const RetryPolicy &retry, const std::vector<Scenario> &scenarios) {
    std::vector<SelectionProblem> problems;
    selected_ = select(scenarios, options_.selection, problems);
    std::erase_if(selected_, [&](const Scenario *scenario) { return !is_of_target(scenario->contract); });
    begin();
    std::vector<Turn> turns = make_turns();
    announce_(&results::Listener::run_started, results_.run, turns.size() + standing_selected().size());
    if (turns.empty()) {
      announce_(&results::Listener::doctor_finished, results_.doctor);
    } else {
      play(connect, retry, turns);
    }
    results_.run.finished_at = wire::now();
    results::summarise(results_, rows());
    announce_(&results::Listener::run_finished, results_);
    return std::move(results_);
  }

 private:
  [[nodiscard]] bool is_of_target(const std::string &contract) const {
    return contract == "wallet" && target_.wallet.has_value();
  }

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
    for (int n = 1; n <= std::max(1, options_.repeat); ++n) {
      for (const Scenario *scenario : selected_) {
        Turn turn;
        turn.scenario = scenario;
        results::Scenario &draft = turn.result;
        draft.id = scenario->id + (n == 1 ? "" : " #" + std::to_string(n));
        draft.title = scenario->title;
        draft.contract = scenario->contract;
        draft.file = scenario->file;
        draft.requirements = scenario->requirements;
        draft.tags = scenario->tags;
        turns.push_back(std::move(turn));
      }
    }
    return turns;
  }

  void play(const Connect &connect, const RetryPolicy &retry, std::vector<Turn> &turns) {
    target::Secrets secrets(target_.redactor);
    RunContext context{target_,
                       *target_.wallet,
                       catalogue::Catalogue::embedded(),
                       connect,
                       cancelled_,
                       results_.run.id.substr(0, 8),
                       options_.seed,
                       retry,
                       wire::Signer(target_.wallet->hmac_secret, target_.wallet->signature_encoding),
                       wire::Signer(target_.wallet->hmac_secret + "-not", target_.wallet->signature_encoding),
                       {},
                       secrets,
                       StandingChecks(target_, secrets),
                       NetworkWatch(retry.comes_back),
                       Announcer(listeners_)};
    results_.doctor = examine_wallet(target_, context.connect, context.sessions);
    context.announce(&results::Listener::doctor_finished, results_.doctor);
    const std::string blocked = what_blocks();
    if (!blocked.empty())
      block(context, turns, blocked);
    else
      Schedule(context, turns, options_.jobs, options_.fail_fast).run([this](Turn &turn) {
        compare_with_expected_failures(turn.result, *turn.scenario);
      });
    for (results::Finding &finding : context.network.findings()) results_.doctor.push_back(std::move(finding));
    for (Turn &turn : turns) results_.scenarios.push_back(std::move(turn.result));
    add_standing(context, blocked);
  }

  [[nodiscard]] std::string what_blocks() const {
    for (const results::Finding &finding : results_.doctor)
      if (finding.verdict == Verdict::fail) return finding.name + ": " + finding.detail;
    return "";
  }

  static void block(RunContext &context, std::vector<Turn> &turns, const std::string &reason) {
    for (Turn &turn : turns) {
      turn.result.verdict = Verdict::blocked;
      turn.result.reason = "the doctor found: " + reason;
      context.announce(&results::Listener::scenario_started, turn.result);
      context.announce(&results::Listener::scenario_finished, turn.result);
    }
  }

  /// The requirements that are judged on every reply, as far as they are selected.
  [[nodiscard]] std::set<std::string> standing_selected() const {
    std::set<std::string> ids;
    for (const catalogue::Requirement *row : rows())
      for (const StandingRequirement &standing : standing_requirements("wallet"))
        if (standing.requirement == row->id) ids.insert(row->id);
    return ids;
  }

  void add_standing(RunContext &context, const std::string &blocked) {
    for (results::Scenario &scenario : context.standing.scenarios(standing_selected(), context.catalogue)) {
      if (!blocked.empty()) {
        scenario.verdict = Verdict::blocked;
        scenario.reason = "the doctor found: " + blocked;
        scenario.steps.clear();
      }
      Scenario named;
      named.id = scenario.id;
      named.requirements = scenario.requirements;
      compare_with_expected_failures(scenario, named);
      context.announce(&results::Listener::scenario_started, scenario);
      context.announce(&results::Listener::scenario_finished, scenario);
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
    if (is_of_target("wallet") &&
        (options_.selection.contracts.empty() || options_.selection.contracts.contains("wallet")))
      contracts.insert("wallet");
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
  const std::vector<results::Listener *> &listeners_;
  const std::atomic<bool> &cancelled_;
  std::vector<const Scenario *> selected_;
  results::Results results_;
};

}  // namespace

results::Results run_with(const Connect &connect, const RetryPolicy &retry, const target::TargetFile &target,
                          const std::vector<Scenario> &scenarios, const RunOptions &options,
                          const std::vector<results::Listener *> &listeners, const std::atomic<bool> &cancelled) {
  return Runner(target, options, listeners, cancelled).run(connect, retry, scenarios);
}

results::Results run(const target::TargetFile &target, const std::vector<Scenario> &scenarios,
                     const RunOptions &options, const std::vector<results::Listener *> &listeners,
                     const std::atomic<bool> &cancelled) {
  const Connect connect = target.wallet ? connect_to_wallet(target) : Connect();
  return run_with(connect, {}, target, scenarios, options, listeners, cancelled);
}

}  // namespace pitboss::scenario
