#include "simulator/traffic/movements_setup.hpp"

#include "simulator/scenario/rest_request.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;

std::vector<MovementsMetric> metrics_of(const target::Rest &target, const MovementsPlan &plan) {
  std::vector<MovementsMetric> metrics;
  for (const bool integer : {false, true}) {
    const wire::Json *codes = target.find(integer ? "metrics.integer" : "metrics.decimal");
    if (codes == nullptr || codes->array() == nullptr) continue;
    for (const wire::Json &code : *codes->array()) metrics.push_back({*code.string(), integer, false});
  }
  // Spread over both kinds, and some of them absolute whenever any shall be.
  PartsPerMillion sum = plan.absolute_metrics > 0 ? whole - plan.absolute_metrics : 0;
  for (MovementsMetric &metric : metrics) {
    sum += plan.absolute_metrics;
    metric.absolute = sum >= whole;
    sum %= whole;
  }
  return metrics;
}

std::string path_of(const char *call, const target::Rest &target) {
  return scenario::path_of(*scenario::RestCalls::of("movements")->find(call), target);
}

std::string nth(const target::Rest &target, const char *list, std::size_t n) {
  return target.text(std::string(list) + "." + std::to_string(n + 1));
}

MovementsPlayer player_of(const target::Rest &target, const std::string &run, std::size_t number) {
  const std::size_t brands =
      std::min(target.find("brands")->array()->size(), target.find("click_ids")->array()->size());
  const std::size_t brand = number % brands;
  // IDs are Unicode, and some operators use it (movements.md, rule 11).
  const std::string name = number % 4 == 3 ? "-игрок-" : "-player-";
  return {number, run + name + std::to_string(number), nth(target, "brands", brand), nth(target, "click_ids", brand)};
}

}  // namespace

MovementsPlan read_movements_plan(const files::YamlFile &profile) {
  MovementsPlan plan;
  PlanReader reader(profile, "movements");
  reader.number("players", plan.players);
  reader.range("metrics_a_movement", plan.metrics_a_movement);
  if (const wire::Json *largest = reader.find("largest_value")) plan.largest_value = *largest->decimal();
  std::size_t decimals = static_cast<std::size_t>(plan.decimals);
  reader.number("decimals", decimals);
  plan.decimals = static_cast<int>(decimals);
  if ((plan.largest_value * Decimal(10'000'000)).significant_digits() > 15)
    reader.complain("largest_value", "a value has at most 15 digits, the decimals among them");
  const std::pair<const char *, PartsPerMillion *> shares[] = {{"absolute_metrics", &plan.absolute_metrics},
                                                               {"both_ways", &plan.both_ways},
                                                               {"request_ids", &plan.request_ids},
                                                               {"large_values", &plan.large_values},
                                                               {"balance_calls", &plan.balance_calls},
                                                               {"must_be_refused", &plan.must_be_refused},
                                                               {"retried", &plan.retried},
                                                               {"lost_replies", &plan.lost_replies},
                                                               {"duplicated", &plan.duplicated},
                                                               {"together", &plan.together}};
  for (const auto &[name, share] : shares) reader.share(name, *share);
  reader.finish();
  return plan;
}

MovementsSetup make_movements_setup(const target::Rest &target, const files::YamlFile &profile, Part shard,
                                    std::uint64_t seed, const std::string &run) {
  const MovementsPlan plan = read_movements_plan(profile);
  MovementsSetup setup{plan,
                       {},
                       metrics_of(target, plan),
                       target.text("metrics.archived.1"),
                       RestWriter(target.base_url),
                       path_of("register_client", target),
                       path_of("record_movement", target),
                       path_of("list_movements", target),
                       path_of("list_clients", target),
                       "Content-Type: application/json\r\nX-Api-Key: " + target.text("api_key") + "\r\n",
                       run,
                       seed};
  if (setup.metrics.empty())
    throw files::FileErrors({{profile.file, profile.at("/movements"),
                              "the target file names no `metrics` that are not archived: add some"}});
  for (std::size_t i = shard.index; i < plan.players; i += shard.of)
    setup.players.push_back(player_of(target, run, i + 1));
  return setup;
}

}  // namespace pitboss::traffic
