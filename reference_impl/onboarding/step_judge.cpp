#include "reference_impl/onboarding/step_judge.hpp"

#include <algorithm>
#include <stdexcept>

namespace pitboss::reference::onboarding {

using wire::Json;

namespace {

std::size_t mixed(std::size_t seed, std::size_t hash) {
  return seed ^ (hash + 0x9e3779b97f4a7c15U + (seed << 6U) + (seed >> 2U));
}

/// The value with members sorted and numbers in their shortest form.
Json normal(Json json) {
  if (json.number() != nullptr) {
    const auto number = json.decimal();
    return number ? Json(*number) : json;
  }
  if (auto *array = json.array())
    for (Json &element : *array) element = normal(std::move(element));
  if (auto *object = json.object()) {
    for (auto &[name, value] : *object) value = normal(std::move(value));
    std::stable_sort(object->begin(), object->end(), [](const auto &a, const auto &b) { return a.first < b.first; });
  }
  return json;
}

}  // namespace

std::unique_ptr<StepJudge> make_step_judge(std::string_view contract) {
  if (contract == "feed") return make_feed_judge();
  if (contract == "wallet") return make_wallet_judge();
  if (contract == "movements") return make_movements_judge();
  throw std::logic_error("nobody judges the onboarding of " + std::string(contract));
}

bool is_accepted(const journal::Exchange &exchange) {
  return exchange.reply && exchange.delivery == journal::Delivery::whole && exchange.reply->status >= 200 &&
         exchange.reply->status < 300 && exchange.effect != journal::Effect::none;
}

std::size_t hash_of(std::initializer_list<std::string_view> texts) {
  std::size_t hash = texts.size();
  for (const std::string_view text : texts) hash = mixed(hash, std::hash<std::string_view>{}(text));
  return hash;
}

std::size_t content_hash(const Json &json) {
  return std::hash<std::string>{}(to_text(normal(json)));
}

Json parsed(std::string_view text) {
  auto json = wire::parse_json(text);
  return std::holds_alternative<Json>(json) ? std::get<Json>(std::move(json)) : Json();
}

std::string text_of(const Json &json, std::string_view name) {
  const Json *member = json.find_any_case(name);
  if (member == nullptr) return {};
  return member->string() != nullptr ? *member->string() : to_text(normal(*member));
}

wire::JsonArray records_of(const Json &json) {
  const Json *data = json.find("data");
  const wire::JsonArray *records = data == nullptr ? json.array() : data->array();
  return records == nullptr ? wire::JsonArray() : *records;
}

}  // namespace pitboss::reference::onboarding
