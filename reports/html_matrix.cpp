#include <algorithm>

#include "reports/html_parts.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"

namespace pitboss::reports {
namespace {

constexpr std::size_t links_shown = 4;  // more of them are folded away

/// "wallet.replay.credit-is-paid-once" without what the requirement's own id already says.
std::string short_name(const std::string &scenario, const std::string &contract) {
  return scenario.starts_with(contract + ".") ? scenario.substr(contract.size() + 1) : scenario;
}

List scenario_links(const Page &page, const results::RequirementResult &requirement) {
  List links;
  for (const auto &id : requirement.scenarios)
    for (const auto *scenario : page.index.scenarios(id)) {
      Data link;
      link["anchor"] = page.anchors.of(*scenario);
      link["name"] = short_name(scenario->id, requirement.contract);
      link["title"] = scenario->title;
      links.push_back(std::move(link));
    }
  return links;
}

/// What was observed where the contract leaves the target free (level MAY).
std::string observation(const Page &page, const results::RequirementResult &requirement) {
  if (requirement.level != results::Level::may) return {};
  for (const auto &evidence : page.index.evidence(requirement))
    if (evidence.check != nullptr && !evidence.check->actual.empty()) return one_line(cut(evidence.check->actual, 300));
  return {};
}

Data row_data(const Page &page, const results::RequirementResult &requirement) {
  Data row;
  set_verdict(row, requirement.verdict);
  row["row"] = Anchors::of_requirement(requirement.id);
  row["id"] = requirement.id;
  row["level"] = std::string(level_word(requirement.level));
  row["sentence"] = requirement.sentence;
  row["page"] = text_or_nothing(requirement.page);
  row["observed"] = text_or_nothing(observation(page, requirement));
  const List links = scenario_links(page, requirement);
  row["many"] = text_or_nothing(links.size() > links_shown ? std::to_string(links.size()) : "");
  row["few"] = Data(links.size() <= links_shown);
  row["links"] = Data(links);
  return row;
}

struct Group {
  std::string contract;
  std::string name;
  std::map<results::Verdict, int> counts;
  List rows;
};

List count_chips(const Group &group) {
  List chips;
  for (const auto verdict : all_verdicts) {
    if (count_of(group.counts, verdict) == 0) continue;
    Data chip;
    set_verdict(chip, verdict);
    chip["count"] = std::to_string(count_of(group.counts, verdict));
    chips.push_back(std::move(chip));
  }
  return chips;
}

}  // namespace

List matrix_groups(const Page &page) {
  std::vector<Group> groups;
  for (const auto &requirement : page.results.requirements) {
    const auto [contract, name] = contract_and_group(requirement.id);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&, &c = contract, &n = name](const Group &g) { return g.contract == c && g.name == n; });
    if (group == groups.end()) group = groups.insert(groups.end(), {contract, name, {}, {}});
    ++group->counts[requirement.verdict];
    group->rows.push_back(row_data(page, requirement));
  }
  List list;
  for (const auto &group : groups) {
    Data data;
    data["contract"] = group.contract;
    data["group"] = group.name;
    data["chips"] = Data(count_chips(group));
    data["rows"] = Data(group.rows);
    list.push_back(std::move(data));
  }
  return list;
}

}  // namespace pitboss::reports
