#include "simulator/scenario/standing_tally.hpp"

#include "schemas/wire/encoding.hpp"
#include "simulator/scenario/expectation.hpp"
#include "simulator/scenario/local_address.hpp"
#include "simulator/scenario/replay.hpp"
#include "simulator/scenario/standing_requirements.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {
namespace {

results::Check check_of(const catalogue::Requirement &row, std::string what, std::string expected, std::string actual,
                        bool holds) {
  return make_check(catalogue::Catalogue::embedded(), row.id, std::move(what), std::move(expected), std::move(actual),
                    holds);
}

}  // namespace

void StandingTally::judge(const std::string &requirement, const Look &look) {
  const std::lock_guard lock(mutex_);
  Count &count = counts_[requirement];
  ++count.replies;
  if (look.holds) return;
  ++count.violations;
  ++count.calls[look.call];
  if (count.examples.size() >= 3) return;
  const bool first = count.examples.empty() && look.scenario != nullptr;
  count.examples.push_back({look.call, look.exchange, look.expected,
                            target::report_text(look.actual, *secrets_->redactor()),
                            first ? replay_text(*look.scenario, {look.steps, look.seed, requirement}) : ""});
}

results::Scenario StandingTally::scenario_of(const catalogue::Requirement &row) const {
  const std::lock_guard lock(mutex_);
  results::Scenario scenario;
  const auto found = counts_.find(row.id);
  if (found == counts_.end()) {
    scenario.verdict = results::Verdict::skip;
    scenario.reason = "no reply of this kind came in this run";
    return scenario;
  }
  const Count &count = found->second;
  const std::string replies = std::to_string(count.replies) + (count.replies == 1 ? " reply" : " replies");
  if (count.violations == 0) {
    results::Step step;
    step.name = "every reply of the run";
    step.checks.push_back(check_of(row, row.sentence, "holds for each", "observed over " + replies, true));
    scenario.steps.push_back(std::move(step));
    return scenario;
  }
  for (const Violation &violation : count.examples) {
    results::Step step;
    step.name = "a " + violation.call + " of the run";
    step.call = violation.call;
    step.exchanges.push_back(target::to_report(violation.exchange, *secrets_->redactor()));
    step.checks.push_back(check_of(row, "reply of " + violation.call, violation.expected, violation.actual, false));
    scenario.verdict = std::max(scenario.verdict, step.checks.back().verdict);
    scenario.steps.push_back(std::move(step));
  }
  std::string calls;
  for (const auto &[call, times] : count.calls)
    calls += (calls.empty() ? "" : ", ") + call + " " + std::to_string(times);
  const Violation &first = count.examples.front();
  scenario.reason = std::to_string(count.violations) + " of " + replies + " (" + calls + "): expected " +
                    first.expected + ", got " + first.actual;
  scenario.hint = row.hint;
  scenario.replay = first.replay;
  return scenario;
}

results::Scenario secure_scenario(const catalogue::Requirement &row, const std::string &base_url) {
  const bool https = base_url.starts_with("https://");
  const bool local = is_local_address(host_of(base_url));
  results::Scenario scenario;
  results::Step step;
  step.name = "base_url of the target file";
  step.checks.push_back(check_of(row, "scheme of base_url", "https, or this machine",
                                 base_url.substr(0, base_url.find(':')) + ", host " + host_of(base_url),
                                 https || local));
  scenario.verdict = step.checks.back().verdict;
  scenario.steps.push_back(std::move(step));
  if (https || local) return scenario;
  scenario.reason =
      "the target is reached over plain HTTP: secrets, tokens and money can be read and changed on the way";
  scenario.hint = "serve it over HTTPS and put that URL into " + row.contract + ".base_url";
  return scenario;
}

std::vector<results::Scenario> standing_scenarios(
    const std::string &contract, const std::set<std::string> &selected, const catalogue::Catalogue &catalogue,
    const std::function<results::Scenario(const catalogue::Requirement &)> &of) {
  std::vector<results::Scenario> all;
  for (const StandingRequirement &standing : standing_requirements(contract)) {
    const catalogue::Requirement *row = catalogue.find(standing.requirement);
    if (row == nullptr || !selected.contains(standing.requirement)) continue;
    results::Scenario scenario = of(*row);
    scenario.id = standing.scenario;
    scenario.title = row->sentence;
    scenario.contract = contract;
    scenario.file = "every reply of the run";
    scenario.requirements = {standing.requirement};
    scenario.tags = {"always"};
    all.push_back(std::move(scenario));
  }
  return all;
}

std::optional<wire::Json> as_json(const std::string &body) {
  auto parsed = wire::parse_json(body, wire::limits_of_message);
  if (wire::Json *json = std::get_if<wire::Json>(&parsed)) return std::move(*json);
  return std::nullopt;
}

bool is_json_type(const std::string *content_type) {
  if (content_type == nullptr) return false;
  const std::string_view type = std::string_view(*content_type).substr(0, content_type->find(';'));
  return wire::equal_ignoring_case(type.substr(0, type.find_last_not_of(" \t") + 1), "application/json");
}

std::string shown_header(const std::string *header, const char *name) {
  return header == nullptr ? std::string("no ") + name : std::string(name) + ": " + *header;
}

}  // namespace pitboss::scenario
