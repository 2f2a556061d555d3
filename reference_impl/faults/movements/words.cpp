#include "reference_impl/faults/movements/words.hpp"

#include <algorithm>

namespace pitboss::reference::movements::faults {
namespace {

Json &member(Json &object, const std::string &name) {
  for (auto &[key, value] : *object.object()) {
    if (key == name) return value;
  }
  object.set(name, wire::JsonObject{});
  return member(object, name);
}

}  // namespace

std::string edited(const std::string &schema, const std::vector<std::string> &path, Json value) {
  Json json = std::get<Json>(wire::parse_json(schema));
  Json *at = &json;
  for (const std::string &name : path) at = &member(*at, name);
  *at = std::move(value);
  return wire::to_text(json);
}

}  // namespace pitboss::reference::movements::faults
