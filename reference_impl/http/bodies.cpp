#include "reference_impl/http/bodies.hpp"

#include <fmt/format.h>

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::http {

bool has_media_type(const Request &request, std::string_view type) {
  const std::string *value = request.header("Content-Type");
  if (value == nullptr) return false;
  std::string_view media = std::string_view(*value).substr(0, value->find(';'));
  while (media.ends_with(' ') || media.ends_with('\t')) media.remove_suffix(1);
  return wire::equal_ignoring_case(media, type);
}

std::string no_json(const wire::JsonError &error) {
  return fmt::format("the body is no JSON: line {}, column {}: {}", error.line, error.column, error.message);
}

bool may_have_body(int status) {
  return status >= 200 && status != 204;
}

}  // namespace pitboss::reference::http
