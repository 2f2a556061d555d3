#include <fmt/format.h>

#include <algorithm>

#include "reports/html_parts.hpp"
#include "reports/replay.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"

namespace pitboss::reports {
namespace {

constexpr std::size_t most_other_checks = 12;
constexpr std::size_t curl_limit = std::size_t{16} * 1024;  // longer ones are with the scenario, or in results.json
constexpr std::size_t value_limit = 1500;

std::string joined(const std::vector<std::string> &parts, std::string_view between) {
  std::string out;
  for (const auto &part : parts) out += (out.empty() ? "" : std::string(between)) + part;
  return out;
}

std::string shown_value(const std::string &value) {
  if (value.empty()) return "(empty)";
  const auto kept = cut(value, value_limit);
  return std::string(kept) + (kept.size() < value.size() ? " …" : "");
}

Data link_to(const Page &page, const results::Scenario &scenario) {
  Data data;
  data["anchor"] = page.anchors.of(scenario);
  data["id"] = scenario.id;
  data["title"] = scenario.title;
  return data;
}

Data compared(const results::Check &check) {
  Data data;
  data["what"] = check.what;
  data["expected"] = shown_value(check.expected);
  data["actual"] = shown_value(check.actual);
  return data;
}

void add_first_evidence(Data &card, const Page &page, const Evidence &evidence) {
  if (evidence.check != nullptr) card["compared"] = compared(*evidence.check);
  if (evidence.step != nullptr && !evidence.step->balance_before.empty() && !evidence.step->balance_after.empty()) {
    Data balance;
    balance["before"] = evidence.step->balance_before;
    balance["after"] = evidence.step->balance_after;
    balance["change"] = text_or_nothing(balance_change(evidence.step->balance_before, evidence.step->balance_after));
    card["balance"] = std::move(balance);
  }
  if (evidence.step != nullptr) card["step"] = text_or_nothing(evidence.step->name);
  if (evidence.exchange != nullptr && evidence.exchange->curl.size() <= curl_limit) {
    card["curl"] = text_or_nothing(evidence.exchange->curl);
    card["long_curl"] = Data(may_scroll(evidence.exchange->curl));
  }
  card["replay"] = text_or_nothing(replay_file(*evidence.scenario));
  card["hint"] = text_or_nothing(evidence.scenario->hint);
  card["first"] = link_to(page, *evidence.scenario);
}

void add_other_evidence(Data &card, const Page &page, const std::vector<Evidence> &found) {
  if (found.size() < 2) return;
  List rows;
  for (std::size_t i = 1; i < std::min(found.size(), most_other_checks + 1); ++i) {
    Data row = link_to(page, *found[i].scenario);
    row["compared"] = Data(Data::type::bool_false);
    if (found[i].check != nullptr) row["compared"] = compared(*found[i].check);
    rows.push_back(std::move(row));
  }
  Data others;
  others["count"] = std::to_string(found.size() - 1);
  others["plural"] = Data(found.size() > 2);
  others["rows"] = Data(rows);
  others["unlisted"] =
      text_or_nothing(found.size() - 1 > most_other_checks ? std::to_string(found.size() - 1 - most_other_checks) : "");
  card["others"] = std::move(others);
}

Data card_data(const Page &page, const results::RequirementResult &requirement) {
  Data card;
  set_verdict(card, requirement.verdict);
  card["id"] = requirement.id;
  card["row"] = Anchors::of_requirement(requirement.id);
  card["level"] = std::string(level_word(requirement.level));
  card["sentence"] = requirement.sentence;
  card["page"] = text_or_nothing(requirement.page);
  card["source"] = text_or_nothing(joined(requirement.source, ", "));
  const auto found = page.index.evidence(requirement);
  const std::string story = found.empty() ? "" : found.front().scenario->reason;
  card["reason"] = text_or_nothing(requirement.reason.empty() ? story : requirement.reason);
  card["story"] = text_or_nothing(requirement.reason.empty() || story == requirement.reason ? "" : story);
  if (!found.empty()) add_first_evidence(card, page, found.front());
  add_other_evidence(card, page, found);
  return card;
}

std::string advice(results::Verdict verdict) {
  if (verdict == results::Verdict::skip) return "Add what is named below to the target file and run again.";
  if (verdict == results::Verdict::blocked)
    return "Something outside the contract was in the way; put the setup right and run again.";
  return "The target says that it does not offer these parts, so nothing was expected of them.";
}

}  // namespace

std::string render_cards(const Page &page, results::Verdict verdict) {
  Template card("reports/templates/card.html.mustache", escape_markup);
  std::string out;
  for (const auto &requirement : page.results.requirements)
    if (requirement.verdict == verdict) out += card.render(card_data(page, requirement));
  return out;
}

List unjudged_groups(const results::Results &results) {
  List groups;
  for (const auto verdict : {results::Verdict::blocked, results::Verdict::skip, results::Verdict::not_applicable}) {
    std::vector<std::pair<std::string, List>> by_reason;
    int count = 0;
    for (const auto &requirement : results.requirements) {
      if (requirement.verdict != verdict) continue;
      ++count;
      auto row =
          std::find_if(by_reason.begin(), by_reason.end(), [&](auto &r) { return r.first == requirement.reason; });
      if (row == by_reason.end()) row = by_reason.insert(by_reason.end(), {requirement.reason, {}});
      Data entry;
      entry["id"] = requirement.id;
      entry["row"] = Anchors::of_requirement(requirement.id);
      entry["level"] = std::string(level_word(requirement.level));
      row->second.push_back(std::move(entry));
    }
    if (count == 0) continue;
    List reasons;
    for (const auto &[reason, rows] : by_reason) {
      Data data;
      data["reason"] = reason.empty() ? std::string("No reason was given.") : reason;
      data["rows"] = Data(rows);
      reasons.push_back(std::move(data));
    }
    Data group;
    set_verdict(group, verdict);
    group["count"] = std::to_string(count);
    group["advice"] = advice(verdict);
    group["reasons"] = Data(reasons);
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace pitboss::reports
