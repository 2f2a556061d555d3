#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <fstream>
#include <regex>
#include <system_error>

#include "reference_impl/movements/platform_file.hpp"
#include "reference_impl/referee/script.hpp"
#include "schemas/catalogue/catalogue.hpp"
#include "schemas/journal/journal.hpp"
#include "schemas/onboarding/plan.hpp"
#include "simulator/cli/command.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/results_file.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/target/target_file.hpp"
#include "simulator/traffic/profile.hpp"

namespace pitboss::cli {
namespace {

enum class Kind { target, scenario, platform, profile, script, onboarding, results, journal, unknown };

/// By the keys at the margin, so that a file with faults is still told for what it is.
Kind kind_of(const std::filesystem::path &path) {
  if (std::filesystem::is_directory(path)) return Kind::scenario;
  std::ifstream file(path);
  if (!file)
    throw files::FileErrors({{path.string(), {0, 0}, "cannot be read: " + std::generic_category().message(errno)}});
  static const std::regex scenario_key("^(- )?(id|title|requirements|steps|for_each) *:.*");
  static const std::regex target_key(fmt::format("^(name|{}|not_offered|tls|timeouts|proxy) *:.*",
                                                 fmt::join(catalogue::Catalogue::embedded().contracts(), "|")));
  static const std::regex platform_key("^(brands|affiliates|offers|clicks|metrics) *:.*");
  static const std::regex profile_key("^(profile|about|seed|duration|warm_up|connections|open_loop|thresholds) *:.*");
  Kind kind = Kind::unknown;  // a profile may begin with `wallet:`, as a target file does
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("{") && kind == Kind::unknown)
      return line.find("pitboss.journal/") == std::string::npos ? Kind::results : Kind::journal;
    if (line.starts_with("referee:")) return Kind::script;
    if (line.starts_with("onboarding:")) return Kind::onboarding;
    if (std::regex_match(line, profile_key)) return Kind::profile;
    if (kind != Kind::unknown) continue;
    if (std::regex_match(line, scenario_key)) kind = Kind::scenario;
    if (std::regex_match(line, target_key)) kind = Kind::target;
    if (std::regex_match(line, platform_key)) kind = Kind::platform;
  }
  return kind;
}

std::string lint_journal(const std::string &path) {
  try {
    return fmt::format("journal: {} exchanges", journal::read_journal(path).journal.exchanges.size());
  } catch (const journal::JournalError &error) {
    throw files::FileErrors({{path, {0, 0}, std::string(error.what()).substr(path.size() + 1)}});
  }
}

/// What is right about the file, in words; throws files::FileErrors for what is wrong.
std::string lint_file(const std::string &path) {
  switch (kind_of(path)) {
    case Kind::target:
      return fmt::format("target `{}`", target::load_target(path, target::process_environment()).name);
    case Kind::profile:
      return fmt::format("traffic profile `{}`", traffic::load_profile(path).name);
    case Kind::script: {
      const auto script = reference::referee::read_script(path);
      return fmt::format("referee script of {}: {} rules", script.contract, script.rules.size());
    }
    case Kind::onboarding: {
      const auto plan = onboarding::read_plan(path);
      return fmt::format("onboarding of {}: {} steps in {} phases", plan.contract, plan.steps(), plan.phases.size());
    }
    case Kind::journal:
      return lint_journal(path);
    case Kind::results:
      return is_load_file(path) ? fmt::format("load results: {}", read_load_results(path).headline)
                                : fmt::format("results: {}", read_results(path).headline);
    case Kind::scenario: {
      const std::size_t count = scenario::load_scenarios(std::filesystem::path(path)).size();
      return fmt::format("{} scenario{}", count, count == 1 ? "" : "s");
    }
    case Kind::platform: {
      const auto platform = reference::movements::read_platform(path);
      return fmt::format("platform: {} brands, {} offers, {} clicks, {} metrics", platform.brands.size(),
                         platform.offers.size(), platform.clicks.size(), platform.metrics.size());
    }
    case Kind::unknown:
      break;
  }
  throw files::FileErrors(
      {{path,
        {0, 0},
        "is none of ours: a target file has `name:` and `wallet:`, a scenario `id:` and `steps:`, "
        "a platform `brands:` and `metrics:`, a traffic profile `profile:` and a contract, a referee "
        "script `referee:`, an onboarding `onboarding:`; journals and results begin with `{`"}});
}

ExitCode lint(const std::vector<std::string> &paths) {
  ExitCode code = ExitCode::conformant;
  for (const std::string &path : paths) {
    try {
      write_out("{}: ok ({})\n", path, lint_file(path));
    } catch (const files::FileErrors &errors) {
      for (const files::FileError &error : errors.errors()) write_err("{}\n", error.to_string());
      code = ExitCode::usage;
    }
  }
  return code;
}

}  // namespace

void add_lint(CLI::App &app, Action &chosen) {
  CLI::App *command = app.add_subcommand(
      "lint",
      "Check target, scenario, platform, traffic profile, referee script, onboarding, journal and results files");
  command->footer(
      R"(Says what each file is, or what is wrong with it: file, line and column. Variables of a target file (${NAME}) have to
be set, as for `check`. Exit codes: 0 all right, 2 not.

Examples:
  pitboss lint acme.yaml
  pitboss lint scenarios/*.yaml pitboss-report/results.json)");
  auto paths = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *paths, "Files, or folders of scenarios")->type_name("")->required();
  command->callback([&chosen, paths] { chosen = [paths] { return lint(*paths); }; });
}

}  // namespace pitboss::cli
