#include "simulator/scenario/needs.hpp"

namespace pitboss::scenario {

using results::Verdict;

namespace {

bool contains(const std::vector<std::string> &list, const std::string &word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

std::vector<std::size_t> possible_first_players(const Scenario &scenario, const target::Wallet &wallet) {
  std::vector<std::size_t> possible;
  for (std::size_t i = 0; i < wallet.players.size(); ++i) {
    if (scenario.needs.free_game && wallet.players[i].free_games.empty()) continue;
    if (scenario.needs.expired_player_token && wallet.expired_player_token &&
        wallet.expired_player_token->player != i + 1)
      continue;
    possible.push_back(i);
  }
  return possible;
}

Unmet unmet_need(const Scenario &scenario, const target::TargetFile &target) {
  const Needs &needs = scenario.needs;
  const std::string part = !needs.offers.empty() ? needs.offers : needs.free_game ? "free-games" : "";
  if (!part.empty() && contains(target.not_offered, part))
    return {Verdict::not_applicable, "the target file says that " + part + " are not offered", ""};
  if (!target.wallet)
    return {Verdict::skip, "the target file has no wallet", "add a `wallet:` part to the target file"};
  const target::Wallet &wallet = *target.wallet;
  const auto skip = [](std::string reason, std::string hint) {
    return Unmet{Verdict::skip, std::move(reason), std::move(hint)};
  };
  if (static_cast<int>(wallet.players.size()) < needs.players)
    return skip("needs " + std::to_string(needs.players) + " players, the target file names " +
                    std::to_string(wallet.players.size()),
                "add a player to wallet.players: a launch_token, ip and platform");
  if (needs.other_game && wallet.other_game.empty())
    return skip("needs a second game of the provider", "add wallet.other_game to the target file");
  if (wallet.max_decimals < needs.decimals)
    return skip("needs a wallet with " + std::to_string(needs.decimals) +
                    " decimals, the target file says max_decimals: " + std::to_string(wallet.max_decimals),
                "raise wallet.max_decimals if the wallet keeps more");
  if (needs.expired_player_token && !wallet.expired_player_token)
    return skip("needs a player token that has expired",
                "add wallet.expired_player_token: {player: 1, token: …} to the target file");
  if (needs.expired_player_token && wallet.expired_player_token->player > wallet.players.size())
    return skip("wallet.expired_player_token is of player " + std::to_string(wallet.expired_player_token->player) +
                    ", whom the target file does not name",
                "correct the player of wallet.expired_player_token");
  if (!needs.rejected_launch_token.empty() && !wallet.rejected_launch_tokens.contains(needs.rejected_launch_token))
    return skip("needs a launch token that is " + needs.rejected_launch_token,
                "add wallet.rejected_launch_tokens: {" + needs.rejected_launch_token + ": …} to the target file");
  if (needs.free_game && possible_first_players(scenario, wallet).empty())
    return skip("needs a player with a free game",
                "award a player free games and add free_games: [{instance_id: 1, offer_id: 99}] to it, or say "
                "not_offered: [free-games]");
  return {};
}

}  // namespace pitboss::scenario
