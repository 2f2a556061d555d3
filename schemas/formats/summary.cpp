// From scenarios to the verdict on each requirement, and on the run.
#include <algorithm>

#include "schemas/formats/results.hpp"

namespace pitboss::results {

namespace {

bool failed(const Check &check) {
  return check.verdict == Verdict::fail || check.verdict == Verdict::warn;
}

/// Calls `visit(check)` for every check of a scenario that counts: those of judged steps.
template <typename Visit>
void for_each_check(const Scenario &scenario, Visit visit) {
  for (const Step &step : scenario.steps) {
    if (!step.judged) continue;
    for (const Check &check : step.checks) visit(check);
  }
}

bool has_failed_check(const Scenario &scenario) {
  bool found = false;
  for_each_check(scenario, [&](const Check &check) { found = found || failed(check); });
  return found;
}

/// A listed failure does not fail the run. A listed scenario that failed without any failed check is one that passed
/// against expectation, which does.
bool fails_the_run(const Scenario &scenario) {
  return scenario.verdict == Verdict::fail && !(scenario.expected_failure && has_failed_check(scenario));
}

/// What the scenarios of a run say about one requirement.
struct Evidence {
  /// A failed check, and where.
  struct Failure {
    const Scenario *scenario;
    const Check *check;
  };
  std::vector<Failure> failures;
  std::vector<Failure> expected_failures;
  bool shown = false;  ///< something that ran to its end showed that it is obeyed
  /// Of the scenarios that declare it: those that ended so without showing anything.
  std::map<Verdict, std::vector<const Scenario *>> ended;
  std::vector<const Scenario *> scenarios;  ///< all that declare it or hold a check for it
};

void collect(const Scenario &scenario, const std::string &id, Evidence &evidence) {
  const bool declared =
      std::find(scenario.requirements.begin(), scenario.requirements.end(), id) != scenario.requirements.end();
  bool checked = false;
  bool passed = false;
  for_each_check(scenario, [&](const Check &check) {
    if (check.requirement != id) return;
    checked = true;
    if (failed(check))
      (scenario.expected_failure ? evidence.expected_failures : evidence.failures).push_back({&scenario, &check});
    passed = passed || check.verdict == Verdict::pass;
  });
  if (declared || checked) evidence.scenarios.push_back(&scenario);
  // What was cut short shows nothing, whatever its first checks say.
  const bool finished = scenario.verdict != Verdict::blocked && scenario.verdict != Verdict::skip &&
                        scenario.verdict != Verdict::not_applicable;
  if ((finished && passed) || (declared && scenario.verdict == Verdict::pass))
    evidence.shown = true;
  else if (declared)
    evidence.ended[scenario.verdict].push_back(&scenario);
}

Evidence evidence_for(const std::string &id, const std::vector<Scenario> &scenarios) {
  Evidence evidence;
  for (const Scenario &scenario : scenarios) collect(scenario, id, evidence);
  // What failed for itself tells more than what was merely kept from its own purpose by the same fault.
  const auto failed_itself = [](const Scenario *scenario) {
    return scenario->verdict == Verdict::fail || scenario->verdict == Verdict::warn;
  };
  std::stable_partition(evidence.scenarios.begin(), evidence.scenarios.end(), failed_itself);
  std::stable_partition(evidence.failures.begin(), evidence.failures.end(),
                        [&](const Evidence::Failure &failure) { return failed_itself(failure.scenario); });
  return evidence;
}

std::string describe(const std::vector<Evidence::Failure> &failures) {
  const Evidence::Failure &first = failures.front();
  std::string text = first.check->what + ": expected " + first.check->expected + ", got " + first.check->actual + " (" +
                     first.scenario->id + ")";
  if (failures.size() > 1) text += ", and " + std::to_string(failures.size() - 1) + " more failed";
  return text;
}

/// "skipped: wallet.isolation.x (the target file names one player)", and how many more there are.
std::string describe(std::string_view ending, const std::vector<const Scenario *> &scenarios) {
  const Scenario &first = *scenarios.front();
  std::string text = std::string(ending) + ": " + first.id;
  if (!first.reason.empty()) text += " (" + first.reason + ")";
  if (scenarios.size() > 1) text += ", and " + std::to_string(scenarios.size() - 1) + " more";
  return text;
}

void judge_failed(const Evidence &evidence, RequirementResult &row) {
  row.verdict = Verdict::warn;
  for (const Evidence::Failure &failure : evidence.failures) row.verdict = worst(row.verdict, failure.check->verdict);
  if (row.level == Level::should) row.verdict = Verdict::warn;
  if (row.level == Level::may) row.verdict = Verdict::pass;
  row.reason = describe(evidence.failures);
}

/// No check failed; whether any passed decides, and else the gravest reason why none did.
void judge_not_failed(const Evidence &evidence, RequirementResult &row) {
  struct Ending {
    Verdict scenario;
    Verdict requirement;
    std::string_view words;
  };
  constexpr std::array<Ending, 5> endings = {
      Ending{Verdict::fail, Verdict::blocked, "not judged, because of what failed before it"},
      Ending{Verdict::warn, Verdict::blocked, "not judged, because of what failed before it"},
      Ending{Verdict::blocked, Verdict::blocked, "blocked"}, Ending{Verdict::skip, Verdict::skip, "skipped"},
      Ending{Verdict::not_applicable, Verdict::not_applicable, "not applicable"}};
  row.verdict = evidence.shown ? Verdict::pass : Verdict::skip;
  for (const Ending &ending : endings) {
    const auto found = evidence.ended.find(ending.scenario);
    if (found == evidence.ended.end()) continue;
    if (!evidence.shown) row.verdict = ending.requirement;
    row.reason = describe(ending.words, found->second);
    return;
  }
  if (!evidence.shown) row.reason = "no scenario of this run judges it";
}

/// Whether the only thing that kept a requirement from being judged is a failure that was expected.
bool hidden_by_expected_failure(const Evidence &evidence, const RequirementResult &row) {
  if (row.verdict != Verdict::blocked) return false;
  for (const Verdict verdict : {Verdict::fail, Verdict::warn}) {
    const auto found = evidence.ended.find(verdict);
    if (found == evidence.ended.end()) continue;
    for (const Scenario *scenario : found->second)
      if (!scenario->expected_failure) return false;
  }
  return !evidence.ended.contains(Verdict::blocked);
}

RequirementResult judge(const catalogue::Requirement &requirement, const std::vector<Scenario> &scenarios) {
  RequirementResult row;
  row.id = requirement.id;
  row.contract = requirement.contract;
  row.level = requirement.level;
  row.sentence = requirement.sentence;
  row.page = requirement.page;
  row.source = requirement.source;
  if (!requirement.not_judged.empty()) {
    row.verdict = Verdict::not_applicable;
    row.reason = requirement.not_judged;
    return row;
  }
  const Evidence evidence = evidence_for(requirement.id, scenarios);
  for (const Scenario *scenario : evidence.scenarios) row.scenarios.push_back(scenario->id);
  if (!evidence.failures.empty()) {
    judge_failed(evidence, row);
  } else if (!evidence.expected_failures.empty()) {
    row.verdict = row.level == Level::may ? Verdict::pass : Verdict::warn;
    row.reason = "expected failure: " + describe(evidence.expected_failures);
  } else {
    judge_not_failed(evidence, row);
    if (hidden_by_expected_failure(evidence, row)) {
      row.verdict = Verdict::warn;
      row.reason = "expected failure: " + row.reason;
    }
  }
  return row;
}

std::map<Verdict, int> no_counts() {
  std::map<Verdict, int> counts;
  for (const Verdict verdict : all_verdicts) counts[verdict] = 0;
  return counts;
}

Counts count(const Results &results) {
  Counts counts{no_counts(), no_counts(), no_counts()};
  for (const RequirementResult &row : results.requirements) {
    ++counts.requirements[row.verdict];
    if (row.level == Level::must) ++counts.must[row.verdict];
  }
  for (const Scenario &scenario : results.scenarios) ++counts.scenarios[scenario.verdict];
  return counts;
}

int total(const std::map<Verdict, int> &counts) {
  int sum = 0;
  for (const auto &[verdict, number] : counts) sum += number;
  return sum;
}

/// "1 warning", "2 warnings".
std::string numbered(int number, const std::string &noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

/// What the headline is made of.
class Headline {
 public:
  Headline(const Results &results, int failed_scenarios)
      : results_(results), must_(results.counts.must), failed_scenarios_(failed_scenarios) {}

  [[nodiscard]] std::string text() const {
    const Finding *finding = failed_finding();
    const std::string blocked =
        finding == nullptr ? "" : "blocked: " + finding->name + (finding->detail.empty() ? "" : ": " + finding->detail);
    switch (results_.verdict) {
      case RunVerdict::conformant:
        return "conformant: " + passed() + warnings();
      case RunVerdict::nonconformant:
        return "not conformant: " + failures() + (blocked.empty() ? "" : "; " + blocked);
      case RunVerdict::incomplete:
        return blocked.empty() ? "incomplete: " + missing() : blocked;
    }
    return "";
  }

 private:
  [[nodiscard]] const Finding *failed_finding() const {
    for (const Finding &finding : results_.doctor)
      if (finding.verdict == Verdict::fail) return &finding;
    return nullptr;
  }

  [[nodiscard]] int must(Verdict verdict) const { return must_.at(verdict); }

  [[nodiscard]] std::string passed() const {
    const int judged = total(must_) - must(Verdict::not_applicable);
    if (judged == 0) return "no MUST requirement was selected, and nothing else failed";
    std::string text;
    if (must(Verdict::pass) < judged)
      text = std::to_string(must(Verdict::pass)) + " of " + numbered(judged, "MUST requirement") + " passed, " +
             std::to_string(judged - must(Verdict::pass)) + " failed as expected or with a warning";
    else if (judged == 1)
      text = "the one MUST requirement passed";
    else
      text = "all " + numbered(judged, "MUST requirement") + " passed";
    if (must(Verdict::not_applicable) > 0)
      text += ", " + std::to_string(must(Verdict::not_applicable)) + " not applicable";
    return text;
  }

  [[nodiscard]] std::string warnings() const {
    const int warned = results_.counts.requirements.at(Verdict::warn) - must(Verdict::warn);
    return warned == 0 ? "" : ", " + numbered(warned, "warning");
  }

  [[nodiscard]] std::string failures() const {
    if (must(Verdict::fail) > 0)
      return std::to_string(must(Verdict::fail)) + " of " + numbered(total(must_), "MUST requirement") + " failed";
    return numbered(failed_scenarios_, "scenario") + " failed";
  }

  [[nodiscard]] std::string missing() const {
    if (results_.scenarios.empty() || results_.requirements.empty()) return "nothing was selected";
    const int skipped = must(Verdict::skip);
    const int blocked = must(Verdict::blocked);
    const auto were = [](int number) { return number == 1 ? " was " : " were "; };
    if (skipped > 0 && blocked > 0)
      return numbered(skipped, "MUST requirement") + were(skipped) + "skipped, " + std::to_string(blocked) +
             were(blocked) + "blocked";
    if (skipped > 0) return numbered(skipped, "MUST requirement") + were(skipped) + "skipped";
    if (blocked > 0) return numbered(blocked, "MUST requirement") + were(blocked) + "blocked";
    const int blocked_scenarios = results_.counts.scenarios.at(Verdict::blocked);
    if (blocked_scenarios > 0) return numbered(blocked_scenarios, "scenario") + were(blocked_scenarios) + "blocked";
    return "no requirement was judged";
  }

  const Results &results_;
  const std::map<Verdict, int> &must_;
  int failed_scenarios_;
};

RunVerdict run_verdict(const Results &results, int failed_scenarios) {
  const std::map<Verdict, int> &must = results.counts.must;
  if (must.at(Verdict::fail) > 0 || failed_scenarios > 0) return RunVerdict::nonconformant;
  const bool doctor_failed = std::any_of(results.doctor.begin(), results.doctor.end(),
                                         [](const Finding &finding) { return finding.verdict == Verdict::fail; });
  const bool judged_any =
      results.counts.requirements.at(Verdict::pass) + results.counts.requirements.at(Verdict::warn) > 0;
  // A scenario that was blocked might have failed, even where others speak for its requirements.
  const bool left_out =
      must.at(Verdict::skip) + must.at(Verdict::blocked) > 0 || results.counts.scenarios.at(Verdict::blocked) > 0;
  return judged_any && !left_out && !doctor_failed ? RunVerdict::conformant : RunVerdict::incomplete;
}

}  // namespace

void summarise(Results &results, const std::vector<const catalogue::Requirement *> &selected) {
  results.requirements.clear();
  for (const catalogue::Requirement *requirement : selected)
    results.requirements.push_back(judge(*requirement, results.scenarios));
  results.counts = count(results);
  const auto failed_scenarios =
      static_cast<int>(std::count_if(results.scenarios.begin(), results.scenarios.end(), fails_the_run));
  results.verdict = run_verdict(results, failed_scenarios);
  results.headline = Headline(results, failed_scenarios).text();
}

}  // namespace pitboss::results
