#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/evidence.hpp"
#include "reports/formats.hpp"
#include "reports/replay.hpp"
#include "reports/template.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"

namespace pitboss::reports {
namespace {

// The page may have 64 KiB, the limit of a GitHub comment. Each part has its share, so that none pushes out the others;
// what failures leave over goes to the warnings.
constexpr std::size_t page_limit = std::size_t{64} * 1024;
constexpr std::size_t failures_share = std::size_t{40} * 1024;
constexpr std::size_t warnings_share = std::size_t{8} * 1024;
constexpr std::size_t unjudged_share = std::size_t{8} * 1024;
constexpr std::size_t findings_share = std::size_t{4} * 1024;
constexpr std::size_t text_limit = 1500;  ///< of one reason or hint
constexpr std::size_t curl_limit = 4096;

std::string_view icon(results::Verdict verdict) {
  switch (verdict) {
    case results::Verdict::pass:
      return "✅";
    case results::Verdict::warn:
      return "⚠️";
    case results::Verdict::fail:
      return "❌";
    case results::Verdict::blocked:
      return "⛔";
    case results::Verdict::skip:
      return "⏭️";
    case results::Verdict::not_applicable:
      return "➖";
  }
  return "";
}

std::string_view icon(results::RunVerdict verdict) {
  if (verdict == results::RunVerdict::conformant) return icon(results::Verdict::pass);
  return icon(verdict == results::RunVerdict::nonconformant ? results::Verdict::fail : results::Verdict::warn);
}

std::string shortened(const std::string &text) {
  const auto kept = cut(text, text_limit);
  return kept.size() < text.size() ? std::string(kept) + " …" : text;
}

/// Joins what fits into `share` bytes; says how many entries did not.
std::string join(const std::vector<std::string> &entries, std::size_t share) {
  std::string out;
  std::size_t taken = 0;
  while (taken < entries.size() && out.size() + entries[taken].size() <= share) out += entries[taken++];
  if (taken < entries.size())
    out +=
        fmt::format("\n*… and {} more: this page has no room for them; report.html and results.json have them all.*\n",
                    entries.size() - taken);
  return out;
}

void add_evidence(Data &data, const Evidence &evidence) {
  if (evidence.check != nullptr) {
    Data compared;
    compared["what"] = shortened(evidence.check->what);
    compared["expected"] = markdown_code_span(evidence.check->expected);
    compared["actual"] = markdown_code_span(evidence.check->actual);
    data["compared"] = std::move(compared);
  }
  if (evidence.step != nullptr && !evidence.step->balance_before.empty() && !evidence.step->balance_after.empty())
    data["balance"] = fmt::format("{} → {}", markdown_code_span(evidence.step->balance_before),
                                  markdown_code_span(evidence.step->balance_after));
  if (evidence.exchange == nullptr) return;
  const std::string curl = evidence.exchange->curl.size() > curl_limit
                               ? "# too long for this page: see report.html or results.json"
                               : visible(evidence.exchange->curl);
  data["curl"] = curl;
  data["fence"] = markdown_fence(curl);
}

std::string broken_entry(Template &entry, const results::RequirementResult &requirement, const Index &index) {
  const auto found = index.evidence(requirement);
  Data data;
  data["icon"] = std::string(icon(requirement.verdict));
  data["level"] = std::string(level_word(requirement.level));
  data["id"] = markdown_code_span(requirement.id);
  data["sentence"] = shortened(requirement.sentence);
  data["page"] = requirement.page;
  const bool told = requirement.reason.empty() && !found.empty();
  data["reason"] = text_or_nothing(shortened(told ? found.front().scenario->reason : requirement.reason));
  if (!found.empty()) {
    add_evidence(data, found.front());
    const auto &scenario = *found.front().scenario;
    data["hint"] = text_or_nothing(shortened(scenario.hint));
    data["scenario"] = markdown_code_span(scenario.id);
    const std::string replay = replay_file(scenario);
    data["replay"] = text_or_nothing(replay.empty() ? "" : markdown_code_span(replay));
    std::set<const results::Scenario *> others;
    for (const auto &evidence : found) others.insert(evidence.scenario);
    data["more"] = text_or_nothing(others.size() > 1 ? std::to_string(others.size() - 1) : "");
  }
  return entry.render(data);
}

std::vector<std::string> broken_entries(const results::Results &results, const Index &index, results::Verdict verdict) {
  Template entry("reports/templates/broken.md.mustache", escape_markdown);
  std::vector<std::string> entries;
  for (const auto &requirement : results.requirements)
    if (requirement.verdict == verdict) entries.push_back(broken_entry(entry, requirement, index));
  return entries;
}

/// Requirements that nothing judged, gathered by the reason, so that what to add is said once.
std::vector<std::string> unjudged_entries(const results::Results &results) {
  std::vector<std::string> entries;
  for (const auto verdict : {results::Verdict::blocked, results::Verdict::skip, results::Verdict::not_applicable}) {
    std::vector<std::pair<std::string, std::vector<std::string>>> by_reason;
    for (const auto &requirement : results.requirements) {
      if (requirement.verdict != verdict) continue;
      auto row =
          std::find_if(by_reason.begin(), by_reason.end(), [&](auto &r) { return r.first == requirement.reason; });
      if (row == by_reason.end()) row = by_reason.insert(by_reason.end(), {requirement.reason, {}});
      row->second.push_back(
          fmt::format("  - {} {}\n", level_word(requirement.level), markdown_code_span(requirement.id)));
    }
    for (const auto &[reason, rows] : by_reason)
      entries.push_back(fmt::format("- {} **{}**: {}\n{}", icon(verdict), verdict_word(verdict),
                                    escape_markdown(shortened(reason)), join(rows, unjudged_share / 3)));
  }
  return entries;
}

std::vector<std::string> finding_entries(const results::Results &results) {
  std::vector<std::string> entries;
  for (const auto &finding : results.doctor) {
    if (finding.verdict == results::Verdict::pass) continue;
    entries.push_back(fmt::format("- {} **{}**: {}{}{}\n", icon(finding.verdict),
                                  escape_markdown(shortened(finding.name)), escape_markdown(shortened(finding.detail)),
                                  finding.hint.empty() ? "" : " → ", escape_markdown(shortened(finding.hint))));
  }
  return entries;
}

List count_rows(const results::Counts &counts) {
  List rows;
  for (const auto verdict : all_verdicts) {
    const int requirements = count_of(counts.requirements, verdict);
    const int scenarios = count_of(counts.scenarios, verdict);
    if (requirements == 0 && scenarios == 0 && verdict != results::Verdict::pass) continue;
    Data row;
    row["word"] = fmt::format("{} {}", icon(verdict), verdict_word(verdict));
    row["must"] = std::to_string(count_of(counts.must, verdict));
    row["requirements"] = std::to_string(requirements);
    row["scenarios"] = std::to_string(scenarios);
    rows.push_back(std::move(row));
  }
  return rows;
}

Data head_data(const results::Results &results) {
  Data data;
  data["icon"] = std::string(icon(results.verdict));
  data["target"] = shortened(target_name(results.run));
  data["verdict"] = std::string(run_verdict_word(results.verdict));
  data["headline"] = shortened(headline_after_verdict(results));
  data["when"] = moment_text(results.run.started_at);
  data["duration"] = duration_text(
      std::chrono::duration_cast<std::chrono::microseconds>(results.run.finished_at - results.run.started_at));
  data["seed"] = std::to_string(results.run.seed);
  data["version"] = shortened(results.run.version);
  data["counts"] = Data(count_rows(results.counts));
  std::string parts;
  for (const auto &part : results.run.not_offered) parts += (parts.empty() ? "" : ", ") + markdown_code_span(part);
  data["not_offered"] = text_or_nothing(shortened(parts));
  return data;
}

}  // namespace

std::string render_markdown(const results::Results &results) {
  const Index index(results);
  Data data = head_data(results);
  const std::string failures = join(broken_entries(results, index, results::Verdict::fail), failures_share);
  const std::size_t left_over = failures_share - std::min(failures_share, failures.size());
  data["failures"] = text_or_nothing(failures);
  data["warnings"] =
      text_or_nothing(join(broken_entries(results, index, results::Verdict::warn), warnings_share + left_over));
  data["unjudged"] = text_or_nothing(join(unjudged_entries(results), unjudged_share));
  data["findings"] = text_or_nothing(join(finding_entries(results), findings_share));
  std::string page = Template("reports/templates/summary.md.mustache", escape_markdown).render(data);
  while (page.ends_with("\n\n")) page.pop_back();
  return std::string(cut(page, page_limit));
}

}  // namespace pitboss::reports
