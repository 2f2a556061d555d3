#include "simulator/scenario/wallet_contract.hpp"

#include "simulator/scenario/doctor.hpp"
#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

WalletContract::WalletContract(const RunSetup &setup)
    : context_(setup),
      free_(context_.wallet.players.size(), true),
      short_of_funds_(context_.wallet.players.size(), false) {}

const std::string &WalletContract::name() const {
  static const std::string wallet = "wallet";
  return wallet;
}

std::vector<results::Finding> WalletContract::examine() {
  return examine_wallet(context_.target, context_.connect, context_.sessions);
}

Unmet WalletContract::unmet_need(const Scenario &scenario) const {
  return scenario::unmet_need(scenario, context_.target);
}

/// Free players for each role of the scenario; nullopt where some are busy.
std::optional<Lease> WalletContract::lease(const Scenario &scenario) {
  const std::lock_guard lock(mutex_);
  const std::vector<std::size_t> first = possible_first_players(scenario, context_.wallet);
  const auto is_short = [this](std::size_t player) { return short_of_funds_[player]; };
  const auto funded = std::count(short_of_funds_.begin(), short_of_funds_.end(), false);
  const bool enough = funded >= scenario.needs.players && !std::all_of(first.begin(), first.end(), is_short);
  const auto usable = [&](std::size_t player) { return free_[player] && !(enough && short_of_funds_[player]); };
  Lease players;
  const auto found = std::find_if(first.begin(), first.end(), usable);
  if (found == first.end()) return std::nullopt;
  players.push_back(*found);
  for (std::size_t i = 0; i < free_.size() && static_cast<int>(players.size()) < scenario.needs.players; ++i)
    if (usable(i) && i != players.front()) players.push_back(i);
  if (static_cast<int>(players.size()) < scenario.needs.players) return std::nullopt;
  for (const std::size_t player : players) free_[player] = false;
  return players;
}

void WalletContract::give_back(const Lease &lease) {
  for (const std::size_t player : lease) free_[player] = true;
}

results::Scenario WalletContract::play(const Scenario &scenario, const Lease &lease, std::size_t number,
                                       const results::Scenario &draft) {
  WalletPlay play(context_, scenario, lease, number);
  results::Scenario result = play.play(draft);
  const std::lock_guard lock(mutex_);
  unfit_.erase(lease.front());
  if (play.short_of_funds()) unfit_[lease.front()] = *play.short_of_funds();
  return result;
}

/// A player that an earlier scenario could not give its money back (a faulty target) shall not stop the others from
/// being judged.
bool WalletContract::play_again(const Lease &lease, int tries) {
  const std::lock_guard lock(mutex_);
  const auto unfit = unfit_.find(lease.front());
  if (unfit == unfit_.end()) return false;
  short_of_funds_[unfit->second] = true;
  if (tries > static_cast<int>(free_.size())) return false;
  return !std::all_of(short_of_funds_.begin(), short_of_funds_.end(), [](bool is) { return is; });
}

std::vector<results::Scenario> WalletContract::standing(const std::set<std::string> &selected) const {
  return context_.standing.scenarios(selected, context_.catalogue);
}

}  // namespace pitboss::scenario
