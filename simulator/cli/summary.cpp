#include "simulator/cli/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>
#include <map>
#include <set>

#include "reports/replay.hpp"

namespace pitboss::cli {
namespace {

using results::RequirementResult;
using results::Results;
using results::Scenario;
using results::Verdict;

constexpr std::size_t named_at_most = 4;  // ids in a row; the report has them all
constexpr std::size_t longest_curl = 2'000;

std::string_view word(catalogue::Level level) {
  switch (level) {
    case catalogue::Level::must:
      return "MUST";
    case catalogue::Level::should:
      return "SHOULD";
    case catalogue::Level::may:
      return "MAY";
  }
  return "";
}

std::string name_some(const std::vector<std::string> &ids) {
  const std::size_t shown = std::min(ids.size(), named_at_most);
  std::string out = fmt::format("{}", fmt::join(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (ids.size() > shown) out += fmt::format(", and {} more", ids.size() - shown);
  return out;
}

std::string count_of(std::size_t n, std::string_view thing) {
  return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

/// The first check of a scenario that shows `requirement` broken, with the step that it belongs to.
struct Evidence {
  const Scenario *scenario = nullptr;
  const results::Step *step = nullptr;
  const results::Check *check = nullptr;
};

Evidence find_evidence(const Scenario &scenario, const std::string &requirement) {
  for (const results::Step &step : scenario.steps)
    for (const results::Check &check : step.checks)
      if (check.requirement == requirement && (check.verdict == Verdict::fail || check.verdict == Verdict::warn))
        return {&scenario, &step, &check};
  return {};
}

std::vector<Evidence> find_evidence(const Results &results, const std::string &requirement) {
  std::vector<Evidence> found;
  for (const Scenario &scenario : results.scenarios)
    if (const Evidence one = find_evidence(scenario, requirement); one.check != nullptr) found.push_back(one);
  // What was blocked by this fault on the way to another purpose tells less than what was made to show it.
  std::stable_partition(found.begin(), found.end(),
                        [](const Evidence &one) { return one.scenario->verdict != Verdict::blocked; });
  return found;
}

void append_curl(std::string &out, const results::Step &step, const Style &style) {
  if (step.exchanges.empty() || step.exchanges.back().curl.empty()) return;
  const std::string &curl = step.exchanges.back().curl;
  const auto to = std::back_inserter(out);
  if (curl.size() > longest_curl)
    fmt::format_to(to, "      reproduce: a command of {} characters, in the report\n", curl.size());
  else
    fmt::format_to(to, "      reproduce:\n        {}\n", style(Paint::quiet, printable(curl)));
}

void append_evidence(std::string &out, const Evidence &evidence, const std::string &replay, const Style &style) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "      scenario {}: {}\n", evidence.scenario->id, wrapped(evidence.scenario->title, 8));
  if (!evidence.scenario->reason.empty())
    fmt::format_to(to, "        {}\n", wrapped(printable(evidence.scenario->reason), 8));
  fmt::format_to(to, "      step: {}\n", printable(evidence.step->name));
  fmt::format_to(to, "      {}\n        expected: {}\n        actual:   {}\n", printable(evidence.check->what),
                 printable(evidence.check->expected), printable(evidence.check->actual));
  if (!evidence.scenario->hint.empty()) fmt::format_to(to, "      hint: {}\n", wrapped(evidence.scenario->hint, 12));
  append_curl(out, *evidence.step, style);
  if (const std::string file = reports::replay_file(*evidence.scenario); !file.empty())
    fmt::format_to(to, "      replay:\n        {}\n", style(Paint::quiet, replay + file));
}

void append_others(std::string &out, const std::vector<Evidence> &evidence) {
  std::vector<std::string> ids;
  for (std::size_t i = 1; i < evidence.size(); ++i) ids.push_back(evidence[i].scenario->id);
  if (!ids.empty()) fmt::format_to(std::back_inserter(out), "      also seen by: {}\n", wrapped(name_some(ids), 8));
}

void append_failure(std::string &out, const Results &results, const RequirementResult &requirement,
                    const std::string &replay, const Style &style) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "{}  {} {}\n", style(Paint::bad, "FAIL"), word(requirement.level),
                 style(Paint::strong, requirement.id));
  fmt::format_to(to, "      {}\n", wrapped(requirement.sentence, 6));
  fmt::format_to(to, "      {}\n",
                 style(Paint::quiet, fmt::format("{}; {}", requirement.page, fmt::join(requirement.source, ", "))));
  const std::vector<Evidence> evidence = find_evidence(results, requirement.id);
  if (evidence.empty())
    fmt::format_to(to, "      {}\n", wrapped(printable(requirement.reason), 6));
  else
    append_evidence(out, evidence.front(), replay, style);
  append_others(out, evidence);
  out += "\n";
}

void append_failures(std::string &out, const Results &results, const std::string &replay, const Style &style) {
  for (const RequirementResult &requirement : results.requirements)
    if (requirement.verdict == Verdict::fail) append_failure(out, results, requirement, replay, style);
}

void append_warnings(std::string &out, const Results &results, const Style &style) {
  const std::size_t before = out.size();
  for (const RequirementResult &requirement : results.requirements) {
    if (requirement.verdict != Verdict::warn) continue;
    fmt::format_to(std::back_inserter(out), "{}  {} {}\n      {}\n", style(Paint::caution, "warn"),
                   word(requirement.level), requirement.id,
                   wrapped(printable(requirement.reason.empty() ? requirement.sentence : requirement.reason), 6));
  }
  if (out.size() > before) out += "\n";
}

/// Scenarios that did not run, brought together by why.
struct Reason {
  std::string hint;
  std::vector<std::string> scenarios;
};

std::map<std::string, Reason> reasons_of(const Results &results, Verdict verdict) {
  std::map<std::string, Reason> reasons;
  for (const Scenario &scenario : results.scenarios) {
    if (scenario.verdict != verdict) continue;
    Reason &reason = reasons[scenario.reason];
    reason.hint = scenario.hint;
    reason.scenarios.push_back(scenario.id);
  }
  return reasons;
}

void append_not_run(std::string &out, const Results &results, Verdict verdict, std::string_view title,
                    const Style &style) {
  const std::map<std::string, Reason> reasons = reasons_of(results, verdict);
  const auto to = std::back_inserter(out);
  for (const auto &[why, reason] : reasons) {
    fmt::format_to(to, "{}  {}: {}\n", style(Paint::caution, title), count_of(reason.scenarios.size(), "scenario"),
                   wrapped(printable(why), 6));
    if (!reason.hint.empty()) fmt::format_to(to, "      to do: {}\n", wrapped(reason.hint, 13));
    fmt::format_to(to, "      {}\n", style(Paint::quiet, wrapped(name_some(reason.scenarios), 6)));
  }
  if (!reasons.empty()) out += "\n";
}

void append_open_musts(std::string &out, const Results &results, const Style &style) {
  std::vector<std::string> open;
  for (const RequirementResult &requirement : results.requirements)
    if (requirement.level == catalogue::Level::must &&
        (requirement.verdict == Verdict::skip || requirement.verdict == Verdict::blocked))
      open.push_back(requirement.id);
  if (open.empty()) return;
  fmt::format_to(std::back_inserter(out), "{}  {} without a verdict: {}\n\n", style(Paint::caution, "open"),
                 count_of(open.size(), "MUST requirement"), wrapped(name_some(open), 6));
}

void append_not_offered(std::string &out, const Results &results) {
  if (results.run.not_offered.empty()) return;
  const auto counted = results.counts.requirements.find(Verdict::not_applicable);
  const int requirements = counted == results.counts.requirements.end() ? 0 : counted->second;
  fmt::format_to(std::back_inserter(out), "not applicable: {} (not_offered: {})\n\n",
                 count_of(static_cast<std::size_t>(requirements), "requirement"),
                 fmt::join(results.run.not_offered, ", "));
}

void append_expected_failures(std::string &out, const Results &results, const Style &style) {
  std::vector<std::string> failed, passed;
  for (const Scenario &scenario : results.scenarios)
    if (scenario.expected_failure) (scenario.verdict == Verdict::pass ? passed : failed).push_back(scenario.id);
  const auto to = std::back_inserter(out);
  if (!failed.empty()) fmt::format_to(to, "expected failures: {}\n\n", wrapped(name_some(failed), 6));
  if (!passed.empty())
    fmt::format_to(to,
                   "{}  expected to fail, but passed: {}\n      to do: take them off the list of expected failures\n\n",
                   style(Paint::bad, "FAIL"), wrapped(name_some(passed), 6));
}

Paint paint_of(results::RunVerdict verdict) {
  switch (verdict) {
    case results::RunVerdict::conformant:
      return Paint::good;
    case results::RunVerdict::nonconformant:
      return Paint::bad;
    case results::RunVerdict::incomplete:
      return Paint::caution;
  }
  return Paint::strong;
}

std::string mark_of(Verdict verdict, const Style &style) {
  if (verdict == Verdict::fail) return style(Paint::bad, "FAIL");
  if (verdict == Verdict::warn) return style(Paint::caution, "warn");
  return verdict == Verdict::pass ? style(Paint::good, "ok  ") : style(Paint::quiet, "skip");
}

}  // namespace

std::string describe_findings(const std::vector<results::Finding> &findings, const Style &style, bool all) {
  std::string out;
  for (const results::Finding &finding : findings) {
    if (finding.verdict == Verdict::pass && !all) continue;
    const auto to = std::back_inserter(out);
    fmt::format_to(to, "{}  {}: {}\n", mark_of(finding.verdict, style), finding.name,
                   wrapped(printable(finding.detail), 6));
    if (finding.verdict != Verdict::pass && !finding.hint.empty())
      fmt::format_to(to, "      to do: {}\n", wrapped(finding.hint, 13));
  }
  return out;
}

bool has_failure(const std::vector<results::Finding> &findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const auto &finding) { return finding.verdict == Verdict::fail; });
}

std::string describe_results(const Results &results, const Style &style, const std::string &replay) {
  std::string out;
  if (const std::string found = describe_findings(results.doctor, style, false); !found.empty())
    out += "The doctor found:\n" + found + "\n";
  append_failures(out, results, replay, style);
  append_warnings(out, results, style);
  append_expected_failures(out, results, style);
  append_not_run(out, results, Verdict::skip, "skip", style);
  append_not_run(out, results, Verdict::blocked, "blocked", style);
  append_open_musts(out, results, style);
  append_not_offered(out, results);
  return out;
}

std::string describe_verdict(const Results &results, const std::vector<std::string> &files, const Style &style) {
  std::string out = style(paint_of(results.verdict), results.headline) + "\n";
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "seed {} (the same random calls again: --seed {})\n", results.run.seed, results.run.seed);
  for (const std::string &file : files) fmt::format_to(to, "report: {}\n", file);
  return out;
}

ExitCode exit_code_of(const Results &results) {
  switch (results.verdict) {
    case results::RunVerdict::conformant:
      return ExitCode::conformant;
    case results::RunVerdict::nonconformant:
      return ExitCode::nonconformant;
    case results::RunVerdict::incomplete:
      return has_failure(results.doctor) ? ExitCode::blocked : ExitCode::incomplete;
  }
  return ExitCode::harness;
}

}  // namespace pitboss::cli
