#include "simulator/referee/canonical.hpp"

#include <algorithm>

#include "schemas/wire/encoding.hpp"

namespace pitboss::referee {

using wire::Json;

std::string canonical(const Json &json, const Counts &counts) {
  if (const auto number = json.decimal()) return number->to_string();
  if (const wire::JsonArray *array = json.array()) {
    std::string text = "[";
    for (const Json &element : *array) text += canonical(element, counts) + ",";
    return text + "]";
  }
  const wire::JsonObject *object = json.object();
  if (object == nullptr) return wire::to_text(json);
  std::vector<std::string> members;
  for (const auto &[name, value] : *object)
    if (!counts || counts(wire::lower_case(name), value))
      members.push_back(wire::lower_case(name) + ":" + canonical(value, counts));
  std::sort(members.begin(), members.end());
  std::string text = "{";
  for (const std::string &member : members) text += member + ",";
  return text + "}";
}

}  // namespace pitboss::referee
