#include "reference_impl/movements/target_section.hpp"

#include <optional>

namespace pitboss::reference::movements {
namespace {

std::string kind_of(const Metric &metric) {
  if (metric.archived) return "archived";
  return metric.data_type == DataType::integer ? "integer" : "decimal";
}

YAML::Node revshare_node(const Click &click, const Offer &offer) {
  YAML::Node node;
  node["metric"] = offer.revshare->metric;
  node["rate"] = offer.revshare->rate.to_string();
  node["rate"].SetTag("!");  // a text: no digit is lost
  node["brand"] = offer.brand;
  node["click_id"] = click.id;
  return node;
}

YAML::Node old_movement_node(const OldMovement &movement) {
  YAML::Node node;
  node["external_client_id"] = movement.external_id;
  node["revenue_origin_id"] = movement.brand;
  node["request_id"] = movement.request_id;
  node["date"] = wire::to_iso8601(movement.created_at).substr(0, std::string_view("2026-10-26").size());
  return node;
}

YAML::Node archived_balance_node(const OldMovement &movement, const ArchivedBalance &archived) {
  YAML::Node node;
  node["external_client_id"] = movement.external_id;
  node["revenue_origin_id"] = movement.brand;
  node["metric"] = archived.metric;
  node["balance"] = archived.balance.to_string();
  node["balance"].SetTag("!");  // a text: no digit is lost
  return node;
}

}  // namespace

YAML::Node target_section(const std::string &base_url, const Platform &platform, const SetUp &set_up) {
  YAML::Node section;
  section["base_url"] = base_url;
  section["api_key"] = set_up.api_key;
  for (const Brand &brand : platform.brands) section["brands"].push_back(brand.id);
  for (const Click &click : platform.clicks) section["click_ids"].push_back(click.id);
  for (const Metric &metric : platform.metrics) section["metrics"][kind_of(metric)].push_back(metric.code);
  for (const Click &click : platform.clicks) {
    const Offer *offer = platform.find_offer(click.offer);
    if (section["revshare"] || !offer->revshare) continue;
    section["revshare"] = revshare_node(click, *offer);
  }
  section["old_movement"] = old_movement_node(set_up.old_movement);
  if (set_up.archived_balance)
    section["archived_balance"] = archived_balance_node(set_up.old_movement, *set_up.archived_balance);
  return section;
}

}  // namespace pitboss::reference::movements
