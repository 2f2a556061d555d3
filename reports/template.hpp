#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>

namespace pitboss::reports {

using Data = kainjow::mustache::data;
using List = kainjow::mustache::list;

/// A text that a template can also ask for: false where it is empty, so that `{{#hint}}` leaves the paragraph out.
Data text_or_nothing(const std::string &text);

/// A Mustache template from reports/templates. `{{name}}` is escaped by the function given; `{{{name}}}` takes what was
/// escaped before.
class Template {
 public:
  using Escape = std::string (*)(std::string_view);

  /// Throws std::logic_error where the template is missing or malformed: a fault of this program, found by its tests.
  Template(std::string_view path, Escape escape);
  std::string render(const Data &data);

 private:
  kainjow::mustache::mustache mustache_;
};

/// The text of an embedded template file. Throws std::logic_error where there is none.
std::string template_text(std::string_view path);

}  // namespace pitboss::reports
