#include <algorithm>

#include "schemas/catalogue/catalogue.hpp"
#include "simulator/scenario/globs.hpp"
#include "simulator/scenario/run.hpp"
#include "simulator/scenario/standing_requirements.hpp"

namespace pitboss::scenario {

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;                         // in the pattern
  std::size_t star = std::string_view::npos;  // the last one met, which takes as little as it can
  std::size_t taken = 0;                      // where the text goes on after what that star takes
  for (std::size_t i = 0; i < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = i;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {  // it takes one character more
      at = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool names(std::string_view pattern, const Scenario &scenario) {
  if (glob_matches(pattern, scenario.id)) return true;
  if (glob_matches(pattern, scenario.id.substr(0, scenario.id.find('['))))
    return true;  // all that a for_each generated
  return std::any_of(scenario.requirements.begin(), scenario.requirements.end(), [&](const std::string &id) {
    // A row `X.code` is judged by the scenarios of X.
    const catalogue::Requirement *code = catalogue::Catalogue::embedded().find_code_of(id);
    return glob_matches(pattern, id) || (code != nullptr && glob_matches(pattern, code->id));
  });
}

bool names(std::string_view pattern, const StandingRequirement &standing) {
  return glob_matches(pattern, standing.requirement) || glob_matches(pattern, standing.scenario);
}

namespace {

bool level_is_at_least(catalogue::Level level, catalogue::Level least) {
  return level <= least;
}

bool has_level(const Scenario &scenario, catalogue::Level least) {
  return std::any_of(scenario.requirements.begin(), scenario.requirements.end(), [&](const std::string &id) {
    const catalogue::Requirement *row = catalogue::Catalogue::embedded().find(id);
    return row != nullptr && level_is_at_least(row->level, least);
  });
}

bool any_names(const std::vector<std::string> &patterns, const Scenario &scenario) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string &pattern) { return names(pattern, scenario); });
}

bool has_tag(const std::vector<std::string> &tags, const Scenario &scenario) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string &tag) {
    return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
  });
}

std::string did_you_mean(const std::string &name, const std::vector<std::string> &known) {
  const std::string near = files::nearest(name, known);
  return near.empty() ? "" : ": did you mean `" + near + "`?";
}

void check_patterns(const std::vector<Scenario> &all, const std::vector<std::string> &patterns, const char *option,
                    std::vector<SelectionProblem> &problems) {
  for (const std::string &pattern : patterns) {
    if (std::any_of(all.begin(), all.end(), [&](const Scenario &scenario) { return names(pattern, scenario); }))
      continue;
    const auto standing = all_standing_requirements();
    if (std::any_of(standing.begin(), standing.end(), [&](const auto &row) { return names(pattern, row); })) continue;
    problems.push_back({std::string(option) + " `" + pattern + "` matches no scenario and no requirement" +
                        did_you_mean(pattern, known_names(all))});
  }
}

}  // namespace

std::vector<std::string> known_names(const std::vector<Scenario> &all) {
  std::vector<std::string> known;
  for (const Scenario &scenario : all) {
    known.push_back(scenario.id);
    known.insert(known.end(), scenario.requirements.begin(), scenario.requirements.end());
  }
  for (const StandingRequirement &row : all_standing_requirements()) {
    known.push_back(row.requirement);
    known.push_back(row.scenario);
  }
  return known;
}

std::vector<const Scenario *> select(const std::vector<Scenario> &all, const Selection &selection,
                                     std::vector<SelectionProblem> &problems) {
  check_patterns(all, selection.only, "--only", problems);
  check_patterns(all, selection.skip, "--skip", problems);
  for (const std::string &tag : selection.tags) {
    if (std::any_of(all.begin(), all.end(), [&](const Scenario &scenario) { return has_tag({tag}, scenario); }))
      continue;
    std::vector<std::string> known;
    for (const Scenario &scenario : all) known.insert(known.end(), scenario.tags.begin(), scenario.tags.end());
    problems.push_back({"--tag `" + tag + "` is on no scenario" + did_you_mean(tag, known)});
  }
  for (const std::string &contract : selection.contracts) {
    if (std::any_of(all.begin(), all.end(), [&](const Scenario &scenario) { return scenario.contract == contract; }))
      continue;
    problems.push_back({"--contract `" + contract + "` has no scenario" +
                        did_you_mean(contract, catalogue::Catalogue::embedded().contracts())});
  }

  std::vector<const Scenario *> selected;
  for (const Scenario &scenario : all) {
    if (!selection.contracts.empty() && !selection.contracts.contains(scenario.contract)) continue;
    if (!selection.tags.empty() && !has_tag(selection.tags, scenario)) continue;
    if (!selection.only.empty() && !any_names(selection.only, scenario)) continue;
    if (any_names(selection.skip, scenario)) continue;
    if (selection.least_level && !has_level(scenario, *selection.least_level)) continue;
    selected.push_back(&scenario);
  }
  return selected;
}

std::vector<const catalogue::Requirement *> selected_requirements(const std::vector<const Scenario *> &scenarios,
                                                                  const Selection &selection,
                                                                  const std::set<std::string> &contracts) {
  const bool whole = selection.only.empty() && selection.tags.empty() && !selection.declared_only;
  std::set<std::string> named;
  for (const Scenario *scenario : scenarios) named.insert(scenario->requirements.begin(), scenario->requirements.end());
  for (const std::string &contract : contracts)
    for (const StandingRequirement &row : standing_requirements(contract))
      if (std::any_of(selection.only.begin(), selection.only.end(),
                      [&](const auto &pattern) { return names(pattern, row); }))
        named.insert(row.requirement);

  std::vector<const catalogue::Requirement *> rows;
  for (const catalogue::Requirement &row : catalogue::Catalogue::embedded().rows()) {
    if (!contracts.contains(row.contract)) continue;
    if (selection.least_level && !level_is_at_least(row.level, *selection.least_level)) continue;
    // `X.code` is judged by the scenarios of X.
    const bool code_of_named = row.id.ends_with(".code") && named.contains(row.id.substr(0, row.id.size() - 5));
    if (!whole && !named.contains(row.id) && !code_of_named) continue;
    const auto skips = [&](const std::string &pattern) {
      return glob_matches(pattern, row.id) && !named.contains(row.id);
    };
    if (std::any_of(selection.skip.begin(), selection.skip.end(), skips)) continue;
    rows.push_back(&row);
  }
  return rows;
}

}  // namespace pitboss::scenario
