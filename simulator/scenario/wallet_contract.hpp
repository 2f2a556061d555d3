#pragma once

#include <mutex>

#include "simulator/scenario/contract.hpp"
#include "simulator/scenario/wallet_context.hpp"

namespace pitboss::scenario {

/// The contract `wallet`: each scenario has players of its own while it is played.
class WalletContract : public Contract {
 public:
  explicit WalletContract(const RunSetup &setup);

  [[nodiscard]] const std::string &name() const override;
  std::vector<results::Finding> examine() override;
  [[nodiscard]] Unmet unmet_need(const Scenario &scenario) const override;
  [[nodiscard]] std::size_t most_at_once() const override { return free_.size(); }
  std::optional<Lease> lease(const Scenario &scenario) override;
  void give_back(const Lease &lease) override;
  results::Scenario play(const Scenario &scenario, const Lease &lease, std::size_t number,
                         const results::Scenario &draft) override;
  bool play_again(const Lease &lease, int tries) override;
  [[nodiscard]] const NetworkWatch &network() const override { return context_.network; }
  [[nodiscard]] std::vector<results::Scenario> standing(const std::set<std::string> &selected) const override;

 private:
  WalletContext context_;
  std::vector<bool> free_;  ///< players, by index in the target file
  mutable std::mutex mutex_;
  std::vector<bool> short_of_funds_;          ///< players; used only where the others are too few
  std::map<std::size_t, std::size_t> unfit_;  ///< by the first player of a lease: the one that was short of funds
};

}  // namespace pitboss::scenario
