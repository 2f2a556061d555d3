#include "simulator/traffic/wallet_plan.hpp"

#include <algorithm>

#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using wire::Json;

class PlanReader {
 public:
  explicit PlanReader(const files::YamlFile &file) : file_(file), json_(*file.json.find("wallet")) {}

  WalletPlan read() {
    WalletPlan plan;
    if (const Json *players = json_.find("players")) plan.players = number(*players);
    if (const Json *rounds = json_.find("rounds_a_visit")) {
      plan.rounds_a_visit = {static_cast<std::uint32_t>(number((*rounds->array())[0])),
                             static_cast<std::uint32_t>(number((*rounds->array())[1]))};
      if (plan.rounds_a_visit.first > plan.rounds_a_visit.second)
        complain("rounds_a_visit", "the fewest rounds come first, then the most");
    }
    plan.bets = weighted("bets", "amount");
    plan.payouts = weighted("payouts", "times");
    if (const Json *top_up = json_.find("top_up"))
      plan.top_up.emplace(*top_up->find("below")->decimal(), *top_up->find("pays")->decimal());
    read_shares(plan);
    check_return(plan);
    if (!errors_.empty()) throw files::FileErrors(std::move(errors_));
    return plan;
  }

 private:
  void complain(const std::string &name, std::string message) {
    errors_.push_back({file_.file, file_.at("/wallet/" + name), std::move(message)});
  }

  static std::size_t number(const Json &json) { return std::stoul(json.decimal()->to_string()); }

  Weighted weighted(const char *list, const char *value) {
    std::vector<Weighted::Item> items;
    for (const Json &item : *json_.find(list)->array())
      items.push_back({*item.find(value)->decimal(), static_cast<std::uint32_t>(number(*item.find("weight")))});
    return Weighted(std::move(items));
  }

  void read_shares(WalletPlan &plan) {
    const std::pair<const char *, PartsPerMillion *> shares[] = {{"balance_calls", &plan.balance_calls},
                                                                 {"several_credits", &plan.several_credits},
                                                                 {"free_games", &plan.free_games},
                                                                 {"itemised", &plan.itemised},
                                                                 {"left_open", &plan.left_open},
                                                                 {"rolled_back", &plan.rolled_back},
                                                                 {"must_be_refused", &plan.must_be_refused},
                                                                 {"retried", &plan.retried},
                                                                 {"lost_replies", &plan.lost_replies},
                                                                 {"duplicated", &plan.duplicated},
                                                                 {"together", &plan.together}};
    for (const auto &[name, share] : shares) {
      const Json *value = json_.find(name);
      if (value == nullptr) continue;
      if (const auto parts = parse_share(*value->decimal())) {
        *share = *parts;
      } else {
        complain(name, "a share has at most four decimals, found " + value->number()->text);
      }
    }
  }

  void check_return(WalletPlan &plan) {
    plan.return_to_player = *json_.find("return_to_player")->decimal();
    if (plan.payouts.sum() * Decimal(100) == plan.return_to_player * plan.payouts.weights()) return;
    complain("return_to_player", "the payouts give back " + plan.payouts.sum().to_string() + " for each " +
                                     plan.payouts.weights().to_string() + " of bets, which is not " +
                                     plan.return_to_player.to_string() + " percent: correct one of them");
  }

  const files::YamlFile &file_;
  const Json &json_;
  std::vector<files::FileError> errors_;
};

std::string too_fine(const Decimal &amount, int max_decimals) {
  return amount.to_string() + " needs " + std::to_string(amount.places()) + " decimals, but the target keeps " +
         std::to_string(max_decimals) + " (`max_decimals` of the target file)";
}

}  // namespace

Weighted::Weighted(std::vector<Item> items) : items_(std::move(items)) {
  for (const Item &item : items_) ends_.push_back(total_ += item.weight);
}

const Decimal &Weighted::draw(Random &random) const {
  const auto end = std::upper_bound(ends_.begin(), ends_.end(), random.below(total_));
  return items_[static_cast<std::size_t>(end - ends_.begin())].value;
}

Decimal Weighted::sum() const {
  Decimal sum;
  for (const Item &item : items_) sum += item.value * Decimal(static_cast<std::int64_t>(item.weight));
  return sum;
}

WalletPlan read_wallet_plan(const files::YamlFile &profile) {
  return PlanReader(profile).read();
}

void check_scale(const WalletPlan &plan, const files::YamlFile &profile, int max_decimals) {
  std::vector<files::FileError> errors;
  const auto complain = [&](const std::string &pointer, std::string message) {
    errors.push_back({profile.file, profile.at("/wallet/" + pointer), std::move(message)});
  };
  for (std::size_t i = 0; i < plan.bets.items().size(); ++i) {
    const Decimal &bet = plan.bets.items()[i].value;
    if (bet.places() > max_decimals) complain("bets/" + std::to_string(i), too_fine(bet, max_decimals));
    for (std::size_t j = 0; j < plan.payouts.items().size() && errors.empty(); ++j)
      if (const Decimal win = bet * plan.payouts.items()[j].value; win.places() > max_decimals)
        complain("payouts/" + std::to_string(j),
                 "with a bet of " + bet.to_string() + " it pays an amount that " + too_fine(win, max_decimals));
  }
  if (plan.top_up)
    for (const Decimal &amount : {plan.top_up->first, plan.top_up->second})
      if (amount.places() > max_decimals) complain("top_up", too_fine(amount, max_decimals));
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
}

}  // namespace pitboss::traffic
