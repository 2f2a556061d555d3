#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "reports/evidence.hpp"
#include "reports/formats.hpp"
#include "reports/template.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"

namespace pitboss::reports {
namespace {

struct Case {
  std::string classname;
  std::string name;
  std::chrono::microseconds time{};
  std::string element;  ///< failure, error, skipped; empty where it passed
  std::string type;     ///< the requirement that broke, or the verdict
  std::string message;
  std::string text;
  std::string output;  ///< system-out
};

struct Suite {
  std::string name;
  std::vector<Case> cases;

  [[nodiscard]] auto count(std::string_view element) const {
    return std::count_if(cases.begin(), cases.end(), [&](const Case &c) { return c.element == element; });
  }
  [[nodiscard]] std::chrono::microseconds time() const {
    return std::accumulate(cases.begin(), cases.end(), std::chrono::microseconds{},
                           [](auto sum, const Case &c) { return sum + std::max(c.time, std::chrono::microseconds{}); });
  }
};

/// What a person needs to understand one broken check, as plain text.
std::string describe(const Evidence &evidence, const Index &index) {
  const auto &check = *evidence.check;
  std::string text =
      fmt::format("{}: {} ({})\n", verdict_word(check.verdict), check.requirement, level_word(check.level));
  if (const auto *requirement = index.requirement(check.requirement))
    text += fmt::format("requirement: {} ({})\n", requirement->sentence, requirement->page);
  text += fmt::format("step: {}\ncheck: {}\nexpected: {}\nactual: {}\n", evidence.step->name, check.what,
                      check.expected, check.actual);
  const auto &step = *evidence.step;
  if (!step.balance_before.empty() && !step.balance_after.empty())
    text += fmt::format("balance: {} -> {} ({})\n", step.balance_before, step.balance_after,
                        balance_change(step.balance_before, step.balance_after));
  if (evidence.exchange != nullptr) text += fmt::format("reproduce: {}\n", evidence.exchange->curl);
  return text;
}

void set_outcome(Case &test, const results::Scenario &scenario, const std::vector<Evidence> &broken) {
  test.type = std::string(results::to_string(scenario.verdict));
  test.message = one_line(scenario.reason);
  test.text = scenario.hint.empty() ? "" : scenario.hint + "\n";
  switch (scenario.verdict) {
    case results::Verdict::pass:
    case results::Verdict::warn:
      return;
    case results::Verdict::skip:
    case results::Verdict::not_applicable:
      test.element = "skipped";
      return;
    case results::Verdict::blocked:
      test.element = "error";
      return;
    case results::Verdict::fail:
      break;
  }
  const auto failed = std::find_if(broken.begin(), broken.end(),
                                   [](const Evidence &e) { return e.check->verdict == results::Verdict::fail; });
  if (failed != broken.end()) test.type = failed->check->requirement;
  test.element = scenario.expected_failure ? "skipped" : "failure";
  if (scenario.expected_failure) test.message = "expected failure: " + test.message;
}

Case case_of(const results::Scenario &scenario, const Index &index, const std::string &classname) {
  Case test;
  test.classname = classname;
  test.name = scenario.id + ": " + one_line(scenario.title);
  test.time = scenario.duration;
  const auto broken = broken_checks(scenario);
  set_outcome(test, scenario, broken);
  for (const auto &evidence : broken) test.output += (test.output.empty() ? "" : "\n") + describe(evidence, index);
  if (scenario.verdict == results::Verdict::warn && !scenario.reason.empty())
    test.output = fmt::format("warning: {}\n{}", scenario.reason, test.output);
  return test;
}

/// The look at the setup: a fault there is no fault of the target's conformance, hence an error.
Case case_of(const results::Finding &finding) {
  Case test;
  test.classname = "doctor";
  test.name = finding.name;
  test.type = std::string(results::to_string(finding.verdict));
  test.message = one_line(finding.detail);
  test.text = finding.hint.empty() ? "" : finding.hint + "\n";
  if (finding.verdict == results::Verdict::fail || finding.verdict == results::Verdict::blocked)
    test.element = "error";
  else if (finding.verdict == results::Verdict::skip || finding.verdict == results::Verdict::not_applicable)
    test.element = "skipped";
  else if (finding.verdict == results::Verdict::warn)
    test.output = fmt::format("warning: {}\n{}", finding.detail, test.text);
  return test;
}

std::vector<Suite> suites_of(const results::Results &results) {
  std::vector<Suite> suites;
  const auto suite_named = [&](const std::string &name) -> Suite & {
    const auto found = std::find_if(suites.begin(), suites.end(), [&](const Suite &s) { return s.name == name; });
    if (found != suites.end()) return *found;
    suites.push_back({name, {}});
    return suites.back();
  };
  for (const auto &finding : results.doctor) suite_named("doctor").cases.push_back(case_of(finding));
  const Index index(results);
  for (const auto &scenario : results.scenarios) {
    const auto [contract, group] = contract_and_group(scenario.id);
    const std::string name = group.empty() ? contract : fmt::format("{}.{}", contract, group);
    suite_named(name).cases.push_back(case_of(scenario, index, name));
  }
  return suites;
}

Data data_of(const Case &test) {
  Data data;
  data["classname"] = test.classname;
  data["name"] = test.name;
  data["time"] = seconds_text(test.time);
  data["output"] = text_or_nothing(test.output);
  Data outcome(Data::type::bool_false);
  if (!test.element.empty()) {
    outcome = Data();
    outcome["element"] = test.element;
    outcome["type"] = test.type;
    outcome["message"] = test.message;
    outcome["text"] = test.text;
  }
  data["outcome"] = std::move(outcome);
  return data;
}

List properties_of(const results::Results &results) {
  List list;
  const auto add = [&list](const std::string &name, const std::string &value) {
    Data data;
    data["name"] = name;
    data["value"] = one_line(value);
    list.push_back(std::move(data));
  };
  add("run", results.run.id);
  add("target", target_name(results.run));
  add("seed", std::to_string(results.run.seed));
  add("version", results.run.version);
  add("verdict", std::string(results::to_string(results.verdict)));
  for (const auto &part : results.run.not_offered) add("not_offered", part);
  return list;
}

Data data_of(const Suite &suite, const results::Results &results) {
  Data data;
  data["name"] = suite.name;
  data["tests"] = std::to_string(suite.cases.size());
  for (const auto &[key, element] : {std::pair("failures", "failure"), {"errors", "error"}, {"skipped", "skipped"}})
    data[key] = std::to_string(suite.count(element));
  data["time"] = seconds_text(suite.time());
  data["timestamp"] = wire::to_iso8601(results.run.started_at);
  data["properties"] = Data(properties_of(results));
  List cases;
  for (const auto &test : suite.cases) cases.push_back(data_of(test));
  data["cases"] = Data(cases);
  return data;
}

}  // namespace

std::string render_junit(const results::Results &results) {
  const auto suites = suites_of(results);
  const auto total = [&suites](auto count) {
    return std::accumulate(suites.begin(), suites.end(), std::ptrdiff_t{0},
                           [&](std::ptrdiff_t sum, const Suite &suite) { return sum + count(suite); });
  };
  Data data;
  data["name"] = "pitboss " + one_line(target_name(results.run));
  data["tests"] = std::to_string(total([](const Suite &s) { return std::ssize(s.cases); }));
  data["failures"] = std::to_string(total([](const Suite &s) { return s.count("failure"); }));
  data["errors"] = std::to_string(total([](const Suite &s) { return s.count("error"); }));
  data["time"] = seconds_text(
      std::chrono::duration_cast<std::chrono::microseconds>(results.run.finished_at - results.run.started_at));
  List list;
  for (const auto &suite : suites) list.push_back(data_of(suite, results));
  data["suites"] = Data(list);
  return Template("reports/templates/junit.xml.mustache", escape_markup).render(data);
}

}  // namespace pitboss::reports
