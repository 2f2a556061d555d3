#include "simulator/traffic/movements_maker.hpp"

#include <algorithm>
#include <numeric>

namespace pitboss::traffic {
namespace {

using wire::Decimal;

constexpr std::size_t most_metrics = 20;  // movements.md, rule 5
constexpr int most_decimals_of_large = 6;

/// 0 to `bound` - 1 for any bound up to 10^15.
std::int64_t below(Random &random, std::int64_t bound) {
  const auto high = static_cast<std::uint64_t>(random.next());
  return static_cast<std::int64_t>(((high << 31U) ^ random.next()) % static_cast<std::uint64_t>(bound));
}

std::int64_t units_of(const Decimal &value, int places) {
  Decimal units = value;
  for (int i = 0; i < places; ++i) units *= Decimal(10);
  const std::string text = units.to_string();
  return std::max<std::int64_t>(1, std::stoll(text.substr(0, text.find('.'))));
}

/// A value as an operator writes it: with all 15 digits now and then, with the decimals of its currency otherwise.
std::string draw_value(Random &random, const MovementsPlan &plan, bool integer) {
  constexpr std::int64_t digits_15 = 1'000'000'000'000'000;
  const bool is_large = random.happens(plan.large_values);
  const int places = integer    ? 0
                     : is_large ? static_cast<int>(random.below(most_decimals_of_large + 1))
                                : plan.decimals;
  const std::int64_t bound = is_large ? digits_15 : units_of(plan.largest_value, places);
  const std::int64_t units = below(random, bound);
  const Decimal value = Decimal::from_units(random.below(3) == 0 ? -units : units, places);
  return random.below(4) == 0 ? value.to_string() : value.to_string(places);
}

}  // namespace

std::string_view to_string(MovementRefusal refusal) {
  switch (refusal) {
    case MovementRefusal::unknown_code:
      return "an unknown metric";
    case MovementRefusal::code_in_capitals:
      return "a metric in capitals";
    case MovementRefusal::archived:
      return "an archived metric";
    case MovementRefusal::no_number:
      return "a value that is no number";
    case MovementRefusal::unknown_type:
      return "an unknown type";
    case MovementRefusal::fraction_for_integer:
      return "a fraction for an integer metric";
    case MovementRefusal::no_metrics:
      return "no metrics";
    case MovementRefusal::too_many_metrics:
      return "21 metrics";
    case MovementRefusal::unknown_player:
      return "a player who is not registered";
    case MovementRefusal::registered_twice:
      break;
  }
  return "a player who is registered already";
}

std::string_view requirement_of(MovementRefusal refusal) {
  switch (refusal) {
    case MovementRefusal::unknown_code:
      return "movements.metric.unknown-code-refused";
    case MovementRefusal::code_in_capitals:
      return "movements.metric.wrong-case-refused";
    case MovementRefusal::archived:
      return "movements.metric.archived-refused";
    case MovementRefusal::no_number:
      return "movements.metric.no-number-refused";
    case MovementRefusal::unknown_type:
      return "movements.metric.unknown-type-refused";
    case MovementRefusal::fraction_for_integer:
      return "movements.metric.fraction-for-integer-refused";
    case MovementRefusal::no_metrics:
      return "movements.metrics.none-refused";
    case MovementRefusal::too_many_metrics:
      return "movements.metrics.twenty-one-refused";
    case MovementRefusal::unknown_player:
      return "movements.player.unknown-refused";
    case MovementRefusal::registered_twice:
      break;
  }
  return "movements.register.twice-refused";
}

Random MovementMaker::random_of(std::uint32_t number) const {
  return {setup_->seed, (static_cast<std::uint64_t>(player_->number) << 32U) | number};
}

std::string MovementMaker::request_id(std::uint32_t number) const {
  return setup_->run + "-" + std::to_string(number);  // other players use the same (movements.md, rule 6)
}

std::vector<MovementMaker::Draft> MovementMaker::drafts(Random &random, std::size_t count, bool relative) const {
  std::vector<std::size_t> order(setup_->metrics.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (relative)  // as long as there are any that are written relative
    std::stable_partition(order.begin(), order.end(), [this](std::size_t i) { return !setup_->metrics[i].absolute; });
  const auto relatives = static_cast<std::size_t>(
      std::count_if(order.begin(), order.end(), [this](std::size_t i) { return !setup_->metrics[i].absolute; }));
  const std::size_t choice = relative && relatives > 0 ? relatives : order.size();
  const bool both_ways = !relative && random.happens(setup_->plan.both_ways);
  std::vector<Draft> drafts;
  for (std::size_t i = 0; i < std::min(count, choice); ++i) {  // none twice
    std::swap(order[i], order[i + random.below(static_cast<std::uint32_t>(choice - i))]);
    const MovementsMetric &metric = setup_->metrics[order[i]];
    const bool absolute = !relative && (both_ways ? random.below(2) == 0 : metric.absolute);
    drafts.push_back(
        {metric.code, absolute ? "absolute" : "relative", draw_value(random, setup_->plan, metric.integer)});
  }
  return drafts;
}

std::string MovementMaker::body(const std::vector<Draft> &metrics, const std::string &request_id,
                                const std::string &player, Blanks blanks) const {
  const std::string_view comma = blanks == Blanks::some ? ", " : ",";
  const std::string_view colon = blanks == Blanks::some ? ": " : ":";
  std::string out = "{";
  const auto member = [&](std::string_view name, std::string_view value) {
    if (out.back() != '{') out += comma;
    wire::append_json_string(out, name);
    out += colon;
    wire::append_json_string(out, value);
  };
  member("externalClientId", player);
  member("revenueOriginId", player_->brand);
  if (!request_id.empty()) member("requestId", request_id);
  out.append(comma).append(R"("metrics")").append(colon) += '[';
  for (const Draft &metric : metrics) {
    if (out.back() != '[') out += comma;
    out += '{';
    member("code", metric.code);
    member("type", metric.type);
    member("value", metric.value);
    out += '}';
  }
  return out + "]}";
}

model::Movement MovementMaker::make(const MovementRef &ref) const {
  Random random = random_of(ref.number);
  const auto [fewest, most] = setup_->plan.metrics_a_movement;
  const std::size_t count = fewest + random.below(most - fewest + 1);
  const bool has_id = random.happens(setup_->plan.request_ids) || ref.id == MovementRef::Id::always;
  const std::vector<Draft> metrics = drafts(random, count, ref.relative);
  model::Movement movement;
  for (const Draft &metric : metrics)
    movement.metrics.push_back({metric.code, metric.type == "absolute", *Decimal::parse_numeric_string(metric.value)});
  if (has_id) movement.request_id = request_id(ref.number);
  // The list shows what was sent byte for byte, blanks too.
  const Blanks blanks = random.below(3) == 0 ? Blanks::some : Blanks::none;
  movement.payload = body(metrics, movement.request_id.value_or(""), player_->external_id, blanks);
  return movement;
}

std::string MovementMaker::registration() const {
  std::string out = R"({"externalId":)";
  wire::append_json_string(out, player_->external_id);
  out += R"(,"revenueOriginId":)";
  wire::append_json_string(out, player_->brand);
  out += R"(,"clickId":)";
  wire::append_json_string(out, player_->click);
  return out + "}";
}

bool MovementMaker::can_refuse(MovementRefusal refusal) const {
  const auto &metrics = setup_->metrics;
  if (refusal == MovementRefusal::archived) return !setup_->archived.empty();
  if (refusal == MovementRefusal::too_many_metrics) return metrics.size() > most_metrics;
  if (refusal == MovementRefusal::fraction_for_integer)
    return std::any_of(metrics.begin(), metrics.end(), [](const MovementsMetric &metric) { return metric.integer; });
  return true;
}

std::string MovementMaker::refused(std::uint32_t number, MovementRefusal refusal) const {
  if (refusal == MovementRefusal::registered_twice) return registration();
  Random random = random_of(number);
  // A good metric goes before the bad one: of a movement that is refused nothing is applied.
  std::vector<Draft> metrics =
      drafts(random, refusal == MovementRefusal::too_many_metrics ? most_metrics + 1 : 2, false);
  Draft &bad = metrics.back();
  if (refusal == MovementRefusal::unknown_code) bad.code = "no-such-metric";
  if (refusal == MovementRefusal::code_in_capitals)
    std::transform(bad.code.begin(), bad.code.end(), bad.code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (refusal == MovementRefusal::archived) bad.code = setup_->archived;
  if (refusal == MovementRefusal::no_number) bad.value = "1,5";
  if (refusal == MovementRefusal::unknown_type) bad.type = "difference";
  if (refusal == MovementRefusal::fraction_for_integer) {
    const auto integer = std::find_if(setup_->metrics.begin(), setup_->metrics.end(),
                                      [](const MovementsMetric &metric) { return metric.integer; });
    metrics.resize(1);
    if (metrics[0].code == integer->code) metrics.clear();
    metrics.push_back({integer->code, "relative", "1.5"});
  }
  if (refusal == MovementRefusal::no_metrics) metrics.clear();
  const std::string nobody = refusal == MovementRefusal::unknown_player ? "-nobody" : "";
  return body(metrics, random.below(2) == 0 ? request_id(number) : "", player_->external_id + nobody, Blanks::none);
}

}  // namespace pitboss::traffic
