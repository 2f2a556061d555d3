#include "simulator/cli/load_flows.hpp"

#include <fmt/format.h>

#include "simulator/cli/usage_error.hpp"
#include "simulator/scenario/rest_tokens.hpp"
#include "simulator/scenario/sessions.hpp"
#include "simulator/traffic/feed_traffic.hpp"
#include "simulator/traffic/movements_traffic.hpp"
#include "simulator/traffic/wallet_traffic.hpp"

namespace pitboss::cli {
namespace {

/// What ids of a run begin with.
std::string prefix_of(const std::string &id) {
  return "pb" + id.substr(0, 8);
}

/// One for each player of the file; those that nobody asks for stay empty.
std::vector<std::string> launch_tokens(const target::Wallet &wallet, const std::vector<std::size_t> &players,
                                       target::Redactor &redactor) {
  std::vector<std::string> tokens(wallet.players.size());
  for (const std::size_t player : players) {
    const scenario::LaunchToken token = scenario::launch_token_of(wallet.players[player]);
    if (!token.error.empty()) throw UsageError(fmt::format("player {}: {}", player + 1, token.error));
    redactor.add(token.token, fmt::format("<wallet.players.{}.launch_token>", player + 1));
    tokens[player] = token.token;
  }
  return tokens;
}

/// Wallet traffic with the signer that it looks at.
struct SignedTraffic {
  explicit SignedTraffic(const target::Wallet &wallet) : signer(wallet.hmac_secret, wallet.signature_encoding) {}
  wire::Signer signer;
  std::optional<traffic::WalletTraffic> traffic;
};

std::shared_ptr<traffic::Traffic> wallet_traffic(const target::TargetFile &file, const traffic::Profile &profile,
                                                 const traffic::RunOptions &options, target::Redactor &redactor,
                                                 const std::string &id) {
  const traffic::WalletPlan plan = traffic::read_wallet_plan(profile.file);
  const std::vector<std::size_t> players = traffic::players_of_shard(*file.wallet, plan, options.shard);
  if (players.empty())
    throw UsageError(fmt::format("--shard: the target file has {} players, too few for {} shards",
                                 file.wallet->players.size(), options.shard.of));
  const std::vector<std::string> tokens = launch_tokens(*file.wallet, players, redactor);
  const auto made = std::make_shared<SignedTraffic>(*file.wallet);
  made->traffic.emplace(
      traffic::make_wallet_setup(file, profile.file, tokens, options.shard, options.seed, prefix_of(id), made->signer));
  return {made, &*made->traffic};
}

std::shared_ptr<traffic::Traffic> feed_traffic(const target::TargetFile &file, const traffic::Profile &profile,
                                               const traffic::RunOptions &options, target::Redactor &redactor,
                                               const std::string &id) {
  const target::Rest &target = file.rest_of("feed");
  target::Secrets secrets(redactor);
  scenario::learn_credentials(target, secrets);
  redactor = *secrets.redactor();
  auto setup = traffic::make_feed_setup(target, profile.file, options.shard, options.seed, prefix_of(id), wire::now());
  if (setup.streams.empty())
    throw UsageError(fmt::format("--shard: the profile has {} streams of the feed, too few for {} shards",
                                 setup.plan.streams, options.shard.of));
  return std::make_shared<traffic::FeedTraffic>(std::move(setup));
}

std::shared_ptr<traffic::Traffic> movements_traffic(const target::TargetFile &file, const traffic::Profile &profile,
                                                    const traffic::RunOptions &options, const std::string &id) {
  auto setup = traffic::make_movements_setup(file.rest_of("movements"), profile.file, options.shard, options.seed,
                                             prefix_of(id));
  if (setup.players.empty())
    throw UsageError(fmt::format("--shard: the profile has {} players of movements, too few for {} shards",
                                 setup.plan.players, options.shard.of));
  return std::make_shared<traffic::MovementsTraffic>(std::move(setup));
}

std::shared_ptr<traffic::Traffic> traffic_of(const std::string &contract, const target::TargetFile &file,
                                             const traffic::Profile &profile, const traffic::RunOptions &options,
                                             target::Redactor &redactor, const std::string &id) {
  if (contract == "wallet") return wallet_traffic(file, profile, options, redactor, id);
  if (contract == "feed") return feed_traffic(file, profile, options, redactor, id);
  if (contract == "movements") return movements_traffic(file, profile, options, id);
  throw std::logic_error("no traffic of the contract " + contract);
}

}  // namespace

traffic::Flows make_flows(const target::TargetFile &file, const traffic::Profile &profile,
                          const traffic::RunOptions &options, target::Redactor &redactor, const std::string &id) {
  traffic::Flows flows;
  for (const traffic::ContractShare &part : profile.contracts) {
    traffic::Flow flow;
    flow.contract = part.contract;
    flow.base_url = file.base_url(part.contract);
    flow.traffic = traffic_of(part.contract, file, profile, options, redactor, id);
    flow.endpoint = traffic::find_endpoint(flow.base_url, file.tls, file.timeouts);
    flow.weight = part.weight;
    flows.push_back(std::move(flow));
  }
  return flows;
}

}  // namespace pitboss::cli
