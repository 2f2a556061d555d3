#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace pitboss::cli {

/// How help is laid out: what an option takes stands beside its name, what it is otherwise behind its sentence.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat();

  std::string make_help(const CLI::App *app, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_usage(const CLI::App *app, std::string name) const override;
  std::string make_option_opts(const CLI::Option *option) const override;
  std::string make_option_desc(const CLI::Option *option) const override;
};

}  // namespace pitboss::cli
