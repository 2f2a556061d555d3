#include "simulator/cli/help_format.hpp"

namespace pitboss::cli {

HelpFormat::HelpFormat() {
  column_width(28);
}

std::string HelpFormat::make_help(const CLI::App *app, std::string name, CLI::AppFormatMode mode) const {
  std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
  // One empty line between groups is enough.
  for (std::size_t at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at)) text.erase(at, 1);
  return text;
}

std::string HelpFormat::make_usage(const CLI::App *app, std::string name) const {
  return "\n" + CLI::Formatter::make_usage(app, std::move(name));
}

std::string HelpFormat::make_option_opts(const CLI::Option *option) const {
  if (option->get_type_size() == 0) return "";
  const std::string type = option->get_type_name();
  // What the library adds after a colon is the check of the value; the sentence beside says it better.
  std::string out = type.empty() ? "" : " " + type.substr(0, type.find(':'));
  if (option->get_expected_max() == CLI::detail::expected_max_vector_size) out += " ...";
  return out;
}

std::string HelpFormat::make_option_desc(const CLI::Option *option) const {
  std::string text = option->get_description();
  if (option->get_required() && option->nonpositional()) text += " (required)";
  if (!option->get_default_str().empty()) text += " (default: " + option->get_default_str() + ")";
  return text;
}

}  // namespace pitboss::cli
