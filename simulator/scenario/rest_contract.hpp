#pragma once

#include "simulator/scenario/contract.hpp"
#include "simulator/scenario/rest_context.hpp"

namespace pitboss::scenario {

/// A contract that writes and lists records (`feed`, `movements`): scenarios have fresh ids, and nothing else that
/// others could want.
class RestContract : public Contract {
 public:
  RestContract(std::string name, const RunSetup &setup) : name_(std::move(name)), context_(setup, name_) {}

  [[nodiscard]] const std::string &name() const override { return name_; }
  std::vector<results::Finding> examine() override;
  [[nodiscard]] Unmet unmet_need(const Scenario &scenario) const override;
  [[nodiscard]] std::size_t most_at_once() const override;
  std::optional<Lease> lease(const Scenario &scenario) override;
  void give_back(const Lease &lease) override;
  results::Scenario play(const Scenario &scenario, const Lease &lease, std::size_t number,
                         const results::Scenario &draft) override;
  bool play_again(const Lease & /*lease*/, int /*tries*/) override { return false; }
  [[nodiscard]] const NetworkWatch &network() const override { return context_.network; }
  [[nodiscard]] std::vector<results::Scenario> standing(const std::set<std::string> &selected) const override;

 private:
  std::string name_;
  RestContext context_;
  std::size_t playing_ = 0;
};

/// The doctor's look at a REST contract: name, connection, TLS, clock, token or key, lists that can be read, and what
/// the target file names of the platform's configuration.
std::vector<results::Finding> examine_rest(RestContext &context);

}  // namespace pitboss::scenario
