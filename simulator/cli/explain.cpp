#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reference_impl/server.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/read_aloud.hpp"
#include "simulator/cli/selection.hpp"
#include "simulator/cli/terminal.hpp"
#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

using catalogue::Catalogue;
using catalogue::Requirement;

struct ExplainArguments {
  std::string id;
  SelectionArguments selection;  // only --scenarios
};

std::vector<std::string> scenarios_of(const std::string &requirement,
                                      const std::vector<scenario::Scenario> &scenarios) {
  std::vector<std::string> ids;
  for (const scenario::Scenario &one : scenarios) {
    const bool declared =
        std::find(one.requirements.begin(), one.requirements.end(), requirement) != one.requirements.end();
    const bool judged = std::any_of(one.steps.begin(), one.steps.end(),
                                    [&](const scenario::Step &step) { return step.requirement == requirement; });
    if (declared || judged) ids.push_back(one.id);
  }
  return ids;
}

void print_list(std::string_view title, const std::vector<std::string> &rows) {
  if (rows.empty()) return;
  write_out("{}:\n  {}\n", title, fmt::join(rows, "\n  "));
}

void explain(const Requirement &row, const std::vector<scenario::Scenario> &scenarios) {
  write_out("{}\n{}, {}, from: {}\n\n{}\n\n", row.id, catalogue::to_string(row.level), row.page,
            fmt::join(row.source, ", "), wrapped(row.sentence, 0));
  if (!row.hint.empty()) write_out("If a target fails it: {}\n\n", wrapped(row.hint, 0));
  if (!row.not_judged.empty()) write_out("Not judged: {}\n\n", wrapped(row.not_judged, 0));
  print_list("Scenarios that check it", scenarios_of(row.id, scenarios));
  std::vector<std::string> faults;
  for (const reference::FaultInfo &fault : reference::list_faults())
    if (fault.requirement == row.id) faults.push_back(fmt::format("{}: {}", fault.name, fault.sentence));
  print_list("Faults of `pitboss serve --fault` that break it", faults);
}

/// What a client owes.
void explain_client(const Requirement &row) {
  write_out("{}\n{}, {}, from: {}\n\n{}\n\n", row.id, catalogue::to_string(row.level), row.page,
            fmt::join(row.source, ", "), wrapped(row.sentence, 0));
  write_out("If a client fails it: {}\n\n", wrapped(row.hint, 0));
  write_out("Judged by `pitboss referee --contract {}`, for which the client has to {}.\n", row.contract,
            wrapped(row.show, 0));
}

void explain(const scenario::Scenario &one) {
  write_out("{}\n{}\n{}\n\nChecks:\n", one.id, one.title, one.file);
  for (const std::string &id : one.requirements) {
    const Requirement *row = Catalogue::embedded().find(id);
    write_out("  {} {}\n", row == nullptr ? "" : catalogue::to_string(row->level), id);
  }
  if (!one.tags.empty()) write_out("Tags: {}\n", fmt::join(one.tags, ", "));
  write_out("\nSteps:\n");
  int number = 0;
  for (const scenario::Step &step : one.steps) write_out("  {:2}. {}\n", ++number, read_aloud(step));
  write_out("\nRun it alone:\n  pitboss check --target FILE --only '{}'\n", one.id);
}

void explain(const reference::FaultInfo &fault) {
  const Requirement *row = Catalogue::embedded().find(fault.requirement);
  write_out(
      "{}\nA fault of the reference server: {}\n\nIt breaks {}{}{}\n\nSee it found:\n"
      "  pitboss serve --store memory --fault {}\n"
      "  pitboss check --target pitboss-target.yaml --only {}\n",
      fault.name, wrapped(fault.sentence, 0), fault.requirement, row == nullptr ? "" : ":\n  ",
      row == nullptr ? "" : wrapped(row->sentence, 2), fault.name, fault.requirement);
}

std::vector<std::string> known_names(const std::vector<scenario::Scenario> &scenarios) {
  std::vector<std::string> names;
  for (const Requirement &row : Catalogue::embedded().rows()) names.push_back(row.id);
  for (const Requirement &row : Catalogue::clients().rows()) names.push_back(row.id);
  for (const scenario::Scenario &one : scenarios) names.push_back(one.id);
  for (const reference::FaultInfo &fault : reference::list_faults()) names.push_back(fault.name);
  return names;
}

/// The scenario of that id; of several that `for_each` generated from one text, asked for by its id, the first.
const scenario::Scenario *find_scenario(const std::vector<scenario::Scenario> &scenarios, const std::string &id) {
  const auto is_it = [&](const scenario::Scenario &one) { return one.id == id; };
  const auto is_generated = [&](const scenario::Scenario &one) { return one.id.substr(0, one.id.find('[')) == id; };
  auto found = std::find_if(scenarios.begin(), scenarios.end(), is_it);
  if (found == scenarios.end()) found = std::find_if(scenarios.begin(), scenarios.end(), is_generated);
  return found == scenarios.end() ? nullptr : &*found;
}

/// A scenario may bear the name of the requirement that it shows: both are explained then.
ExitCode explain(const ExplainArguments &arguments) {
  const std::vector<scenario::Scenario> scenarios = load_all(arguments.selection);
  bool found = false;
  const auto separate = [&found] {
    if (found) write_out("\n");
    found = true;
  };
  if (const Requirement *row = Catalogue::embedded().find(arguments.id)) {
    separate();
    explain(*row, scenarios);
  }
  if (const Requirement *row = Catalogue::clients().find(arguments.id)) {
    separate();
    explain_client(*row);
  }
  if (const scenario::Scenario *one = find_scenario(scenarios, arguments.id)) {
    separate();
    explain(*one);
  }
  for (const reference::FaultInfo &fault : reference::list_faults()) {
    if (fault.name != arguments.id) continue;
    separate();
    explain(fault);
  }
  if (!found)
    throw UsageError(unknown("requirement, scenario or fault", arguments.id, known_names(scenarios)) +
                     ": `pitboss list requirements`, `list scenarios` and `list faults` name them all");
  return ExitCode::conformant;
}

}  // namespace

void add_explain(CLI::App &app, Action &chosen) {
  CLI::App *command = app.add_subcommand("explain", "Explain a requirement, a scenario or a fault");
  command->footer(R"(Examples:
  pitboss explain wallet.replay.applies-once
  pitboss explain overdraft-accepted)");
  auto arguments = std::make_shared<ExplainArguments>();
  command->add_option("ID", arguments->id, "Id of a requirement or scenario, or name of a fault")
      ->type_name("")
      ->required();
  command
      ->add_option("--scenarios", arguments->selection.scenario_paths,
                   "Your own scenarios besides the shipped (repeatable)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->callback([&chosen, arguments] { chosen = [arguments] { return explain(*arguments); }; });
}

}  // namespace pitboss::cli
