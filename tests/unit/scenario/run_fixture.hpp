#pragma once

#include <gtest/gtest.h>

#include "simulator/scenario/run_with.hpp"
#include "tests/unit/scenario/fake_wallet.hpp"

namespace pitboss::scenario::testing {

/// Runs scenario texts against a wallet in the same process.
class RunFixture : public ::testing::Test {
 protected:
  FakeWallet wallet;
  RunOptions options;
  std::vector<results::Listener *> listeners;
  std::atomic<bool> cancelled{false};
  std::chrono::milliseconds comes_back{0};

  results::Results run(const std::string &text) {
    const RetryPolicy fast{5, std::chrono::milliseconds(10'000), std::chrono::milliseconds(1), 2, comes_back};
    return run_with(wallet.connections(), fast, wallet.target, load_scenarios(std::string_view(text), "x.yaml"),
                    options, listeners, cancelled);
  }
  /// The first scenario of the text.
  results::Scenario play(const std::string &text) { return run(text).scenarios.at(0); }

  static const results::Step &step_named(const results::Scenario &scenario, const std::string &name) {
    static const results::Step none;
    for (const results::Step &step : scenario.steps)
      if (step.name == name) return step;
    return none;
  }
  static const results::RequirementResult &row(const results::Results &results, const std::string &id) {
    static const results::RequirementResult none;
    for (const results::RequirementResult &each : results.requirements)
      if (each.id == id) return each;
    return none;
  }
};

}  // namespace pitboss::scenario::testing
