#include "simulator/cli/usage_error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "schemas/files/yaml_file.hpp"

namespace pitboss::cli {
namespace {

/// The command that was given last ("report render"), or the program itself.
const CLI::App &innermost(const CLI::App &app) {
  const std::vector<CLI::App *> given = app.get_subcommands();
  return given.empty() ? app : innermost(*given.back());
}

std::string full_name(const CLI::App &app) {
  return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

std::vector<std::string> option_names(const CLI::App &app) {
  std::vector<std::string> names;
  for (const CLI::Option *option : app.get_options())
    for (const std::string &name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<std::string> command_names(const CLI::App &app) {
  std::vector<std::string> names;
  for (const CLI::App *command : app.get_subcommands([](const CLI::App *) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::string explain_extra(const CLI::App &app, const std::string &argument) {
  if (argument.starts_with("-")) {
    const std::string name = argument.substr(0, argument.find('='));
    return "unknown option `" + name + "`" + did_you_mean(name, option_names(app));
  }
  const std::vector<std::string> commands = command_names(app);
  return commands.empty() ? "unexpected argument `" + argument + "`" : unknown("command", argument, commands);
}

}  // namespace

std::string did_you_mean(std::string_view name, const std::vector<std::string> &candidates) {
  const std::string near = files::nearest(name, candidates);
  return near.empty() ? "" : " (did you mean `" + near + "`?)";
}

std::string unknown(std::string_view kind, std::string_view name, const std::vector<std::string> &candidates) {
  constexpr std::size_t few = 12;
  std::string hint = did_you_mean(name, candidates);
  if (hint.empty() && candidates.size() <= few) hint = fmt::format(" (there are: {})", fmt::join(candidates, ", "));
  return fmt::format("unknown {} `{}`{}", kind, name, hint);
}

std::string explain_parse_error(const CLI::App &app, const CLI::ParseError &error) {
  const CLI::App &command = innermost(app);
  // An argument that nobody knows explains more than what is missing because of it.
  const std::vector<std::string> extras = command.remaining(false);
  const std::string what = extras.empty() ? error.what() : explain_extra(command, extras.front());
  return fmt::format("{0}: {1}\nSee `{0} --help`.\n", full_name(command), what);
}

std::string explain_missing_command(const CLI::App &app) {
  const CLI::App &command = innermost(app);
  return fmt::format("{0}: say what to do: {1}\nSee `{0} --help`.\n", full_name(command),
                     fmt::join(command_names(command), ", "));
}

CLI::Validator one_of(std::vector<std::string> values) {
  return CLI::Validator(
      [values = std::move(values)](const std::string &given) {
        return std::find(values.begin(), values.end(), given) == values.end() ? unknown("value", given, values) : "";
      },
      "");
}

}  // namespace pitboss::cli
