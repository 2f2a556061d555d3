#include "reference_impl/movements/update_json.hpp"

namespace pitboss::reference::movements {

std::optional<Update> update_from_json(const wire::Json &entry) {
  const std::string &written = *entry.find("value")->string();
  const auto value = Decimal::parse_numeric_string(written);
  if (!value) return std::nullopt;
  const bool absolute = *entry.find("type")->string() == "absolute";
  return Update{.code = *entry.find("code")->string(),
                .type = absolute ? UpdateType::absolute : UpdateType::relative,
                .value = *value,
                .written = written};
}

wire::Json to_json(const std::vector<Update> &updates) {
  wire::JsonArray entries;
  for (const Update &update : updates) {
    entries.push_back(wire::JsonObject{{"code", update.code},
                                       {"type", update.type == UpdateType::absolute ? "absolute" : "relative"},
                                       {"value", update.written}});
  }
  return entries;
}

}  // namespace pitboss::reference::movements
