#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "reference_impl/server.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "schemas/wire/json.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/selection.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

using catalogue::Catalogue;
using catalogue::Requirement;

struct ListArguments {
  std::string what = "scenarios";
  SelectionArguments selection;
  std::string format = "text";
};

/// What is listed: rows as data, and one text for each.
struct Listing {
  wire::JsonArray rows;
  std::string text;
};

wire::JsonArray texts(const std::vector<std::string> &values) {
  return {values.begin(), values.end()};
}

/// "wallet.replay.applies-once (must)": what a scenario covers, with the level that a failure has.
std::string with_level(const std::string &id) {
  const Requirement *row = Catalogue::embedded().find(id);
  return row == nullptr ? id : fmt::format("{} ({})", id, catalogue::to_string(row->level));
}

Listing list_scenarios(const std::vector<const scenario::Scenario *> &selected) {
  Listing listing;
  for (const scenario::Scenario *one : selected) {
    wire::Json row;
    row.set("id", one->id).set("title", one->title);
    row.set("contract", one->contract).set("file", one->file);
    row.set("requirements", texts(one->requirements)).set("tags", texts(one->tags));
    listing.rows.push_back(std::move(row));
    std::vector<std::string> covers;
    for (const std::string &id : one->requirements) covers.push_back(with_level(id));
    listing.text += fmt::format("{}\n    {}\n    checks {}\n", one->id, one->title, fmt::join(covers, ", "));
    if (!one->tags.empty()) listing.text += fmt::format("    tags {}\n", fmt::join(one->tags, ", "));
  }
  return listing;
}

/// Ids of the scenarios that name each requirement, or judge it in a step.
std::map<std::string, std::set<std::string>> coverage(const std::vector<scenario::Scenario> &scenarios) {
  std::map<std::string, std::set<std::string>> covered;
  for (const scenario::Scenario &one : scenarios) {
    for (const std::string &id : one.requirements) covered[id].insert(one.id);
    for (const scenario::Step &step : one.steps)
      if (!step.requirement.empty()) covered[step.requirement].insert(one.id);
  }
  return covered;
}

bool matches_any(std::string_view id, const std::vector<std::string> &patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [id](const std::string &pattern) { return matches(id, pattern); });
}

bool is_chosen(const Requirement &row, const SelectionArguments &arguments, const std::set<std::string> &tagged) {
  const auto &contracts = arguments.contracts;
  if (!contracts.empty() && std::find(contracts.begin(), contracts.end(), row.contract) == contracts.end())
    return false;
  if (!is_at_level(row.level, catalogue::parse_level(arguments.level))) return false;
  if (!arguments.tags.empty() && !tagged.contains(row.id)) return false;
  if (!arguments.only.empty() && !matches_any(row.id, arguments.only)) return false;
  return !matches_any(row.id, arguments.skip);
}

std::set<std::string> requirements_with_tag(const std::vector<scenario::Scenario> &scenarios,
                                            const std::vector<std::string> &tags) {
  std::set<std::string> found;
  for (const scenario::Scenario &one : scenarios)
    if (std::find_first_of(one.tags.begin(), one.tags.end(), tags.begin(), tags.end()) != one.tags.end())
      found.insert(one.requirements.begin(), one.requirements.end());
  return found;
}

Listing list_requirements(const std::vector<scenario::Scenario> &scenarios, const SelectionArguments &arguments) {
  Listing listing;
  auto covered = coverage(scenarios);
  const std::set<std::string> tagged = requirements_with_tag(scenarios, arguments.tags);
  for (const Requirement &row : Catalogue::embedded().rows()) {
    if (!is_chosen(row, arguments, tagged)) continue;
    const std::set<std::string> &by = covered[row.id];
    wire::Json json;
    json.set("id", row.id).set("contract", row.contract);
    json.set("level", catalogue::to_string(row.level)).set("sentence", row.sentence).set("page", row.page);
    json.set("source", texts(row.source)).set("scenarios", texts({by.begin(), by.end()}));
    json.set("not_judged", row.not_judged);
    listing.rows.push_back(std::move(json));
    const std::string seen = row.not_judged.empty() ? fmt::format("{} scenario{}", by.size(), by.size() == 1 ? "" : "s")
                                                    : "not judged: " + row.not_judged;
    listing.text += fmt::format("{:6} {}\n       {}\n       {}; {}\n", catalogue::to_string(row.level), row.id,
                                row.sentence, row.page, seen);
  }
  return listing;
}

/// What clients owe, and how they show it.
Listing list_clients(const SelectionArguments &arguments) {
  Listing listing;
  for (const Requirement &row : Catalogue::clients().rows()) {
    if (!is_chosen(row, arguments, {row.id})) continue;
    wire::Json json;
    json.set("id", row.id).set("level", catalogue::to_string(row.level)).set("sentence", row.sentence);
    json.set("page", row.page).set("source", texts(row.source)).set("show", row.show);
    listing.rows.push_back(std::move(json));
    listing.text += fmt::format("{} ({})\n    {}\n    to show it: {}\n", row.id, catalogue::to_string(row.level),
                                row.sentence, row.show);
  }
  return listing;
}

Listing list_faults() {
  Listing listing;
  for (const reference::FaultInfo &fault : reference::list_faults()) {
    const Requirement *row = Catalogue::embedded().find(fault.requirement);
    wire::Json json;
    json.set("name", fault.name).set("requirement", fault.requirement);
    json.set("level", row == nullptr ? "" : catalogue::to_string(row->level)).set("sentence", fault.sentence);
    json.set("also", wire::JsonArray(fault.also.begin(), fault.also.end()));
    listing.rows.push_back(std::move(json));
    listing.text +=
        fmt::format("{}\n    {}\n    breaks {}\n", fault.name, fault.sentence, with_level(fault.requirement));
  }
  return listing;
}

ExitCode print(const Listing &listing, const std::string &format) {
  if (listing.rows.empty()) {
    write_err("pitboss: the selection leaves nothing to list\n");
    return ExitCode::incomplete;
  }
  write_out("{}", format == "json" ? wire::to_pretty_text(listing.rows) : listing.text);
  return ExitCode::conformant;
}

ExitCode list(const ListArguments &arguments) {
  if (arguments.what == "faults") return print(list_faults(), arguments.format);
  if (arguments.what == "clients") return print(list_clients(arguments.selection), arguments.format);
  const std::vector<scenario::Scenario> scenarios = load_all(arguments.selection);
  if (arguments.what == "requirements")
    return print(list_requirements(scenarios, arguments.selection), arguments.format);
  std::vector<scenario::SelectionProblem> problems;
  const auto selected = scenario::select(scenarios, to_selection(arguments.selection), problems);
  tell(problems);
  return problems.empty() ? print(list_scenarios(selected), arguments.format) : ExitCode::incomplete;
}

}  // namespace

void add_list(CLI::App &app, Action &chosen) {
  CLI::App *command = app.add_subcommand("list", "List scenarios, requirements, faults, or what clients owe");
  command->footer(R"(Examples:
  pitboss list
  pitboss list requirements --level must
  pitboss list scenarios --only 'wallet.replay.*' --format json
  pitboss list faults
  pitboss list clients --contract feed)");
  auto arguments = std::make_shared<ListArguments>();
  command->add_option("what", arguments->what, "scenarios, requirements, faults or clients")
      ->type_name("WHAT")
      ->check(one_of({"scenarios", "requirements", "faults", "clients"}))
      ->capture_default_str();
  add_selection_options(*command, arguments->selection);
  command->add_option("--format", arguments->format, "text or json")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json"}))
      ->capture_default_str();
  command->callback([&chosen, arguments] { chosen = [arguments] { return list(*arguments); }; });
}

}  // namespace pitboss::cli
