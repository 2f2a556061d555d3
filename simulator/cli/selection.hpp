#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/catalogue/catalogue.hpp"
#include "simulator/scenario/run.hpp"

namespace pitboss::cli {

/// The options of `check` and `list` that choose scenarios.
struct SelectionArguments {
  std::vector<std::string> contracts, tags, only, skip;
  std::string level = "all";
  std::vector<std::string> scenario_paths;
};

void add_selection_options(CLI::App &command, SelectionArguments &arguments);

scenario::Selection to_selection(const SelectionArguments &arguments);

/// The shipped scenarios, and those of `--scenarios`. Throws UsageError for an id that stands twice, files::FileErrors.
std::vector<scenario::Scenario> load_all(const SelectionArguments &arguments);

/// Tells on stderr what each selector missed.
void tell(const std::vector<scenario::SelectionProblem> &problems);

/// Whether a requirement is among those that --level asks for.
bool is_at_level(catalogue::Level level, const std::optional<catalogue::Level> &least);

/// Shell glob (`*`, `?`), or the id itself.
bool matches(std::string_view id, const std::string &pattern);

}  // namespace pitboss::cli
