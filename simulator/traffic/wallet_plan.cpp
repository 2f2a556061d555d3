#include "simulator/traffic/wallet_plan.hpp"

#include "simulator/traffic/plan_reader.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using wire::Json;

void read_shares(PlanReader &reader, WalletPlan &plan) {
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
  for (const auto &[name, share] : shares) reader.share(name, *share);
}

void check_return(PlanReader &reader, const WalletPlan &plan) {
  if (plan.payouts.sum() * Decimal(100) == plan.return_to_player * plan.payouts.weights()) return;
  reader.complain("return_to_player", "the payouts give back " + plan.payouts.sum().to_string() + " for each " +
                                          plan.payouts.weights().to_string() + " of bets, which is not " +
                                          plan.return_to_player.to_string() + " percent: correct one of them");
}

std::string too_fine(const Decimal &amount, int max_decimals) {
  return amount.to_string() + " needs " + std::to_string(amount.places()) + " decimals, but the target keeps " +
         std::to_string(max_decimals) + " (`max_decimals` of the target file)";
}

}  // namespace

WalletPlan read_wallet_plan(const files::YamlFile &profile) {
  WalletPlan plan;
  PlanReader reader(profile, "wallet");
  if (reader.find("players") != nullptr) reader.number("players", plan.players.emplace());
  reader.range("rounds_a_visit", plan.rounds_a_visit);
  plan.bets = reader.weighted("bets", "amount");
  plan.payouts = reader.weighted("payouts", "times");
  plan.return_to_player = *reader.find("return_to_player")->decimal();
  if (const Json *top_up = reader.find("top_up"))
    plan.top_up.emplace(*top_up->find("below")->decimal(), *top_up->find("pays")->decimal());
  read_shares(reader, plan);
  check_return(reader, plan);
  reader.finish();
  return plan;
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
