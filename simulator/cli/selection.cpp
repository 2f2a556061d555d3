#include "simulator/cli/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <set>

#include "schemas/catalogue/catalogue.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {

void add_selection_options(CLI::App &command, SelectionArguments &arguments) {
  const auto add_list = [&command](const char *name, std::vector<std::string> &values, const char *type,
                                   const char *help) {
    command.add_option(name, values, help)->type_name(type)->allow_extra_args(false)->group("Selection");
  };
  const std::string names = fmt::format("{}", fmt::join(catalogue::Catalogue::embedded().contracts(), ", "));
  add_list("--contract", arguments.contracts, "NAME", ("Only this contract: " + names + " (repeatable)").c_str());
  add_list("--tag", arguments.tags, "TAG", "Only scenarios with this tag (repeatable)");
  add_list("--only", arguments.only, "ID|GLOB", "Only these scenarios, or those of these requirements (repeatable)");
  add_list("--skip", arguments.skip, "ID|GLOB", "Not these scenarios or requirements (repeatable)");
  command.add_option("--level", arguments.level, "must: only MUST requirements; should: MUST and SHOULD; all: MAY too")
      ->type_name("LEVEL")
      ->check(one_of({"must", "should", "all"}))
      ->group("Selection")
      ->capture_default_str();
  add_list("--scenarios", arguments.scenario_paths, "PATH",
           "Your own scenarios besides the shipped: a file or folder (repeatable)");
}

scenario::Selection to_selection(const SelectionArguments &arguments) {
  scenario::Selection selection;
  selection.contracts = {arguments.contracts.begin(), arguments.contracts.end()};
  selection.tags = arguments.tags;
  selection.only = arguments.only;
  selection.skip = arguments.skip;
  selection.least_level = catalogue::parse_level(arguments.level);  // "all" is no level
  return selection;
}

std::vector<scenario::Scenario> load_all(const SelectionArguments &arguments) {
  std::vector<scenario::Scenario> all = scenario::embedded_scenarios();
  for (const std::string &path : arguments.scenario_paths)
    for (scenario::Scenario &own : scenario::load_scenarios(std::filesystem::path(path))) all.push_back(std::move(own));
  std::map<std::string, std::string> file_of;
  for (const scenario::Scenario &one : all)
    if (const auto [seen, is_new] = file_of.emplace(one.id, one.file); !is_new)
      throw UsageError(
          fmt::format("{}: the id `{}` is taken by {}: give the scenario another id", one.file, one.id, seen->second));
  return all;
}

void tell(const std::vector<scenario::SelectionProblem> &problems) {
  for (const scenario::SelectionProblem &problem : problems) write_err("pitboss: {}\n", problem.message);
}

bool is_at_level(catalogue::Level level, const std::optional<catalogue::Level> &least) {
  return !least.has_value() || static_cast<int>(level) <= static_cast<int>(*least);
}

bool matches(std::string_view id, const std::string &pattern) {
  // Generated ids hold brackets, which a glob would take for a set of characters.
  return id == pattern || fnmatch(pattern.c_str(), std::string(id).c_str(), FNM_NOESCAPE) == 0;
}

}  // namespace pitboss::cli
