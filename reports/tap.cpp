#include <fmt/format.h>

#include "reports/evidence.hpp"
#include "reports/formats.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reports {
namespace {

/// A description or a reason: one line in which `#` starts no directive (TAP 14, Escaping).
std::string tap_text(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// A YAML double-quoted scalar; JSON strings are such (YAML 1.2, section 1.3).
std::string yaml_text(std::string_view text) {
  std::string out;
  wire::append_json_string(out, visible(text));
  return out;
}

void append_member(std::string &out, std::string_view indent, std::string_view name, std::string_view value) {
  if (!value.empty()) out += fmt::format("{}{}: {}\n", indent, name, yaml_text(value));
}

void append_check(std::string &out, const Evidence &evidence) {
  const auto &check = *evidence.check;
  out += fmt::format("    - requirement: {}\n", yaml_text(check.requirement));
  append_member(out, "      ", "level", catalogue::to_string(check.level));
  append_member(out, "      ", "verdict", results::to_string(check.verdict));
  append_member(out, "      ", "step", evidence.step->name);
  append_member(out, "      ", "what", check.what);
  out += fmt::format("      expected: {}\n      actual: {}\n", yaml_text(check.expected), yaml_text(check.actual));
  append_member(out, "      ", "balance_before", evidence.step->balance_before);
  append_member(out, "      ", "balance_after", evidence.step->balance_after);
  if (evidence.exchange != nullptr) append_member(out, "      ", "curl", evidence.exchange->curl);
}

void append_diagnostic(std::string &out, const results::Scenario &scenario) {
  out += "  ---\n";
  append_member(out, "  ", "verdict", results::to_string(scenario.verdict));
  append_member(out, "  ", "reason", scenario.reason);
  append_member(out, "  ", "hint", scenario.hint);
  append_member(out, "  ", "file", scenario.file);
  out += fmt::format("  duration_s: {}\n", seconds_text(scenario.duration));
  const auto broken = broken_checks(scenario);
  if (!broken.empty()) out += "  checks:\n";
  for (const auto &evidence : broken) append_check(out, evidence);
  out += "  ...\n";
}

/// Blocked is "not ok": nothing was judged, and silence would read as success. Skipped has TAP's own word.
bool is_ok(results::Verdict verdict) {
  return verdict != results::Verdict::fail && verdict != results::Verdict::blocked;
}

std::string directive(const results::Scenario &scenario) {
  if (scenario.verdict == results::Verdict::skip || scenario.verdict == results::Verdict::not_applicable)
    return fmt::format(" # SKIP {}: {}", verdict_word(scenario.verdict), tap_text(scenario.reason));
  if (scenario.expected_failure && scenario.verdict == results::Verdict::fail)
    return fmt::format(" # TODO expected failure: {}", tap_text(scenario.reason));
  return {};
}

void append_comments(std::string &out, const results::Results &results) {
  out += fmt::format("# {}: {}\n", one_line(target_name(results.run)), one_line(results.headline));
  out += fmt::format("# run {}, {}, seed {}, pitboss {}\n", one_line(results.run.id),
                     moment_text(results.run.started_at), results.run.seed, one_line(results.run.version));
  for (const auto &part : results.run.not_offered) out += fmt::format("# not offered: {}\n", one_line(part));
  for (const auto &finding : results.doctor) {
    out += fmt::format("# doctor: {}: {}: {}\n", verdict_word(finding.verdict), one_line(finding.name),
                       one_line(finding.detail));
    if (!finding.hint.empty()) out += fmt::format("#   {}\n", one_line(finding.hint));
  }
}

}  // namespace

std::string render_tap(const results::Results &results) {
  std::string out = "TAP version 14\n";
  if (results.scenarios.empty())
    out += fmt::format("1..0 # SKIP {}\n", tap_text(results.headline));
  else
    out += fmt::format("1..{}\n", results.scenarios.size());
  append_comments(out, results);
  std::size_t number = 0;
  for (const auto &scenario : results.scenarios) {
    out += fmt::format("{} {} - {}: {}{}\n", is_ok(scenario.verdict) ? "ok" : "not ok", ++number, tap_text(scenario.id),
                       tap_text(scenario.title), directive(scenario));
    if (scenario.verdict != results::Verdict::pass) append_diagnostic(out, scenario);
  }
  return out;
}

}  // namespace pitboss::reports
