#include "schemas/files/yaml_scalar.hpp"

namespace pitboss::files {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes one or more digits off the front of `text`.
bool take_digits(std::string_view &text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(count);
  return count > 0;
}

bool take(std::string_view &text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool is_json_number(std::string_view text) {
  take(text, "-");
  if (!take(text, "0") && !take_digits(text)) return false;
  if (take(text, ".") && !take_digits(text)) return false;
  if (take(text, "eE")) {
    take(text, "+-");
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

wire::Json resolve_plain_scalar(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const std::string_view number = text.front() == '+' && text.size() > 1 && is_digit(text[1]) ? text.substr(1) : text;
  if (is_json_number(number)) return wire::JsonNumber{std::string(number)};
  return text;
}

}  // namespace pitboss::files
