#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.hpp"
#include "reports/html_parts.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"
#include "schemas/formats/shorten.hpp"

namespace pitboss::reports {
namespace {

std::string run_class(results::RunVerdict verdict) {
  switch (verdict) {
    case results::RunVerdict::conformant:
      return "pass";
    case results::RunVerdict::nonconformant:
      return "fail";
    case results::RunVerdict::incomplete:
      break;
  }
  return "warn";
}

/// The base URLs of the contracts that were judged: "wallet https://wallet.acme.example". Where nothing was, those of
/// all that the target file names.
std::string base_urls(const results::Results &results) {
  std::string out;
  const auto *members = results.run.target.object();
  if (members == nullptr) return out;
  for (const auto &[name, value] : *members) {
    const wire::Json *url = value.find("base_url");
    const bool judged = std::any_of(results.requirements.begin(), results.requirements.end(),
                                    [&, &contract = name](const auto &row) { return row.contract == contract; });
    if (url == nullptr || url->string() == nullptr || !(judged || results.requirements.empty())) continue;
    out += (out.empty() ? "" : ", ") + name + " " + *url->string();
  }
  return out;
}

List facts(const results::Results &results) {
  const results::Run &run = results.run;
  List list;
  const auto add = [&list](const char *name, const std::string &value) {
    if (value.empty()) return;
    Data fact;
    fact["name"] = name;
    fact["value"] = value;
    list.push_back(std::move(fact));
  };
  add("Target", base_urls(results));
  add("When", moment_text(run.started_at));
  add("Duration",
      duration_text(std::chrono::duration_cast<std::chrono::microseconds>(run.finished_at - run.started_at)));
  add("Seed", std::to_string(run.seed));
  add("Pitboss", run.version);
  add("Run", run.id);
  add("Command", run.command);
  return list;
}

/// A row of the table of counts, which is also a segment of the bar above it.
List count_rows(const results::Counts &counts) {
  List rows;
  for (const auto verdict : all_verdicts) {
    const int requirements = count_of(counts.requirements, verdict);
    const int scenarios = count_of(counts.scenarios, verdict);
    if (requirements == 0 && scenarios == 0) continue;
    Data row;
    set_verdict(row, verdict);
    row["must"] = std::to_string(count_of(counts.must, verdict));
    row["requirements"] = std::to_string(requirements);
    row["scenarios"] = std::to_string(scenarios);
    row["segment"] = text_or_nothing(requirements == 0 ? "" : std::to_string(requirements));
    rows.push_back(std::move(row));
  }
  return rows;
}

List finding_rows(const std::vector<results::Finding> &findings) {
  List rows;
  for (const auto &finding : findings) {
    Data row;
    set_verdict(row, finding.verdict);
    row["name"] = finding.name;
    row["detail"] = text_or_nothing(finding.detail);
    row["hint"] = text_or_nothing(finding.hint);
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_masthead(Data &data, const results::Results &results) {
  data["target"] = one_line(target_name(results.run));
  data["verdict"] = std::string(run_verdict_word(results.verdict));
  data["verdict_class"] = run_class(results.verdict);
  data["headline"] = headline_after_verdict(results);
  data["facts"] = Data(facts(results));
  const List counts = count_rows(results.counts);
  data["has_counts"] = Data(!counts.empty());
  data["counts"] = Data(counts);
  std::string parts;
  for (const auto &part : results.run.not_offered) parts += (parts.empty() ? "" : ", ") + part;
  data["not_offered"] = text_or_nothing(parts);
}

void add_setup(Data &data, const std::vector<results::Finding> &findings) {
  data["has_findings"] = Data(!findings.empty());
  data["findings"] = Data(finding_rows(findings));
  const auto trouble = std::count_if(findings.begin(), findings.end(),
                                     [](const auto &finding) { return finding.verdict != results::Verdict::pass; });
  data["setup_open"] = Data(trouble != 0);
  data["setup_summary"] = fmt::format("{} of {} setup checks passed", std::ssize(findings) - trouble, findings.size());
}

void add_verdict_sections(Data &data, const Page &page) {
  const auto &counts = page.results.counts.requirements;
  data["failures"] = text_or_nothing(render_cards(page, results::Verdict::fail));
  data["failure_count"] = std::to_string(count_of(counts, results::Verdict::fail));
  data["warnings"] = text_or_nothing(render_cards(page, results::Verdict::warn));
  data["warning_count"] = std::to_string(count_of(counts, results::Verdict::warn));
  const List unjudged = unjudged_groups(page.results);
  data["has_unjudged"] = Data(!unjudged.empty());
  data["unjudged"] = Data(unjudged);
}

}  // namespace

std::string render_html(const results::Results &results) {
  const Page page(results);
  Data data;
  data["style"] = template_text("reports/templates/report.css");
  data["script"] = template_text("reports/templates/report.js");
  add_masthead(data, results);
  add_setup(data, results.doctor);
  add_verdict_sections(data, page);
  const List groups = matrix_groups(page);
  data["has_matrix"] = Data(!groups.empty());
  data["groups"] = Data(groups);
  data["requirement_count"] = std::to_string(results.requirements.size());
  data["scenario_count"] = std::to_string(results.scenarios.size());
  data["passed_reply_limit"] = size_text(passed_reply_limit);
  data["passed_body_limit"] = size_text(results::passed_body_limit);
  data["has_scenarios"] = Data(!results.scenarios.empty());
  data["scenarios"] = render_scenarios(page);
  return Template("reports/templates/report.html.mustache", escape_markup).render(data);
}

}  // namespace pitboss::reports
