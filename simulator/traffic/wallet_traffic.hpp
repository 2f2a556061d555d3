#pragma once

#include "simulator/traffic/arrival.hpp"
#include "simulator/traffic/session.hpp"
#include "simulator/traffic/wallet_session.hpp"

namespace pitboss::traffic {

/// The game provider's traffic: see WalletSession.
class WalletTraffic final : public Traffic {
 public:
  explicit WalletTraffic(WalletSetup setup) : setup_(std::move(setup)) {}

  [[nodiscard]] const std::vector<std::string> &calls() const override;
  [[nodiscard]] std::size_t actors() const override { return setup_.players.size(); }
  std::unique_ptr<Session> make_session(std::size_t index, Findings &findings) override;
  [[nodiscard]] Audit audit(const std::vector<Session *> &sessions, Findings &findings) const override;

 private:
  WalletSetup setup_;
};

/// The players of the target file, from 0, that a shard plays: every `of`-th of those that the plan has.
std::vector<std::size_t> players_of_shard(const target::Wallet &wallet, const WalletPlan &plan, Part shard);

/// What the traffic needs of target and profile. `launch_tokens`: one for each player of the target file, those that a
/// command printed among them; only those of the shard are looked at (players_of_shard). `run` begins all ids. Throws
/// files::FileErrors where the profile does not fit the target, std::out_of_range where the target has no wallet.
/// `signer` outlives the setup.
WalletSetup make_wallet_setup(const target::TargetFile &target, const files::YamlFile &profile,
                              const std::vector<std::string> &launch_tokens, Part shard, std::uint64_t seed,
                              const std::string &run, const wire::Signer &signer);

}  // namespace pitboss::traffic
