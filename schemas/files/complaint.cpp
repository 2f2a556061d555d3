#include "schemas/files/complaint.hpp"

#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::files {
namespace {

using Kind = Complaint::Kind;

std::string with_article(const std::string &type) {
  if (type == "null") return type;
  return (type == "array" || type == "object" || type == "integer" ? "an " : "a ") + type;
}

std::string word_value(const Complaint &complaint) {
  std::vector<std::string> allowed;
  for (const std::string &one : complaint.expected) allowed.push_back(ticked(one));
  const std::string right = nearest(complaint.found, complaint.expected);
  return "found " + ticked(shortened(complaint.found)) + ", expected " + (allowed.size() > 1 ? "one of " : "") +
         list_of(allowed, "or") + (right.empty() || allowed.size() < 2 ? "" : "; did you mean " + ticked(right) + "?");
}

std::string word_unknown_key(const Complaint &complaint) {
  const std::string key = "unknown key " + ticked(shortened(complaint.found));
  if (const std::string right = nearest(complaint.found, complaint.expected); !right.empty())
    return key + "; did you mean " + ticked(right) + "?";
  std::vector<std::string> known;
  for (const std::string &one : complaint.expected) known.push_back(ticked(one));
  return known.empty() ? key + "; no keys are allowed here" : key + "; known here: " + list_of(known, "and");
}

/// "`wallet`", "item 2 of `players`" (people count from 1).
std::string place_of(const std::string &pointer) {
  const std::size_t slash = pointer.rfind('/');
  const std::string last = pointer.substr(slash + 1);
  if (last.empty() || last.size() > 6 || last.find_first_not_of("0123456789") != std::string::npos) return ticked(last);
  const std::string parent = slash == 0 ? "" : pointer.substr(0, slash);
  return "item " + std::to_string(std::stoul(last) + 1) + (parent.empty() ? "" : " of " + place_of(parent));
}

}  // namespace

std::string ticked(std::string_view name) {
  return "`" + std::string(name) + "`";
}

std::string list_of(const std::vector<std::string> &items, std::string_view last_word) {
  constexpr std::size_t most = 16;
  std::string text;
  for (std::size_t i = 0; i < items.size() && i < most; ++i) {
    if (i > 0) text += i + 1 == items.size() ? " " + std::string(last_word) + " " : ", ";
    text += items[i];
  }
  return items.size() > most ? text + ", …" : text;
}

std::string shortened(std::string text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return text;
  text.resize(most);
  while (!wire::is_valid_utf8(text)) text.pop_back();
  return text + "…";
}

std::string word(const Complaint &complaint) {
  std::vector<std::string> names;
  switch (complaint.kind) {
    case Kind::type:
      for (const std::string &type : complaint.expected) names.push_back(with_article(type));
      return "found " + complaint.found + ", expected " + list_of(names, "or");
    case Kind::missing_key:
      for (const std::string &key : complaint.expected) names.push_back(ticked(key));
      return (names.size() > 1 ? "one of the keys " + list_of(names, "or") : "the key " + names.front()) +
             " is missing" + (complaint.pointer.empty() ? "" : " in " + place_of(complaint.pointer)) + "; add it";
    case Kind::unknown_key:
      return word_unknown_key(complaint);
    case Kind::value:
      return word_value(complaint);
    case Kind::other:
      return complaint.message;
  }
  return complaint.message;
}

}  // namespace pitboss::files
