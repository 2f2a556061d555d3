#include "simulator/traffic/plan_reader.hpp"

#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic {
namespace {

/// Of what the schema bounds.
std::size_t to_number(const wire::Json &json) {
  return std::stoul(json.decimal()->to_string());
}

}  // namespace

PlanReader::PlanReader(const files::YamlFile &profile, std::string contract)
    : profile_(profile), contract_(std::move(contract)), json_(*profile.json.find(contract_)) {}

void PlanReader::number(const char *name, std::size_t &value) const {
  if (const wire::Json *json = find(name)) value = to_number(*json);
}

void PlanReader::range(const char *name, Range &value) {
  const wire::Json *json = find(name);
  if (json == nullptr) return;
  const wire::JsonArray &both = *json->array();
  value = {static_cast<std::uint32_t>(to_number(both[0])), static_cast<std::uint32_t>(to_number(both[1]))};
  if (value.first > value.second) complain(name, "the fewest come first, then the most");
}

void PlanReader::share(const char *name, PartsPerMillion &value) {
  const wire::Json *json = find(name);
  if (json == nullptr) return;
  if (const auto parts = parse_share(*json->decimal())) {
    value = *parts;
  } else {
    complain(name, "a share has at most four decimals, found " + json->number()->text);
  }
}

Weighted PlanReader::weighted(const char *name, const char *value) const {
  std::vector<Weighted::Item> items;
  if (const wire::Json *list = find(name))
    for (const wire::Json &item : *list->array())
      items.push_back({*item.find(value)->decimal(), static_cast<std::uint32_t>(to_number(*item.find("weight")))});
  return Weighted(std::move(items));
}

void PlanReader::complain(const std::string &name, std::string message) {
  errors_.push_back({profile_.file, profile_.at("/" + contract_ + "/" + name), std::move(message)});
}

void PlanReader::finish() {
  if (!errors_.empty()) throw files::FileErrors(std::move(errors_));
}

}  // namespace pitboss::traffic
