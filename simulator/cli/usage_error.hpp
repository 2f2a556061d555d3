#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace pitboss::cli {

/// What the user asked for cannot be done as asked: exit code 2. The message says what, where, and what to do.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What `error` means to a person: the argument, the nearest right one, where to read on. Ends with a line feed.
std::string explain_parse_error(const CLI::App &app, const CLI::ParseError &error);

/// What to type when a command was left out: the commands that there are. Ends with a line feed.
std::string explain_missing_command(const CLI::App &app);

/// Accepts one of `values`; names the nearest of them otherwise.
CLI::Validator one_of(std::vector<std::string> values);

/// " (did you mean `serve`?)", or nothing where no candidate is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string> &candidates);

/// "unknown fault `x` (did you mean `y`?)"; names all candidates where none is near and they are few.
std::string unknown(std::string_view kind, std::string_view name, const std::vector<std::string> &candidates);

}  // namespace pitboss::cli
