#include "reports/template.hpp"

#include <optional>
#include <stdexcept>

namespace pitboss::reports {

std::optional<std::string_view> template_file(std::string_view path);  // generated, see cmake/EmbedResources.cmake

std::string template_text(std::string_view path) {
  const auto text = template_file(path);
  if (!text) throw std::logic_error("report template is not part of the program: " + std::string(path));
  return std::string(*text);
}

Data text_or_nothing(const std::string &text) {
  return text.empty() ? Data(Data::type::bool_false) : Data(text);
}

Template::Template(std::string_view path, Escape escape) : mustache_(template_text(path)) {
  if (!mustache_.is_valid())
    throw std::logic_error("report template " + std::string(path) + " is malformed: " + mustache_.error_message());
  mustache_.set_custom_escape([escape](const std::string &text) { return escape(text); });
}

std::string Template::render(const Data &data) {
  return mustache_.render(data);
}

}  // namespace pitboss::reports
