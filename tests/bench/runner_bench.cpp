// What the runner adds to each step of a scenario: building and signing the call, judging the reply, recording both.
// The target is a wallet in the same process, whose own work is part of the figure.
#include <benchmark/benchmark.h>

#include "simulator/scenario/run_with.hpp"
#include "tests/unit/scenario/fake_wallet.hpp"

namespace {

using namespace pitboss::scenario;

std::string scenario_of(std::int64_t steps) {
  std::string text = "id: wallet.bench.steps\ntitle: A balance, read again and again\n";
  text += "requirements: [wallet.balance.response]\nsteps:\n";
  for (std::int64_t n = 0; n < steps; ++n) text += "  - balance: {}\n    expect: {balance: +0.00}\n";
  return text;
}

/// A run of one scenario; `items_per_second` counts steps, so the difference of two lengths is what steps cost.
void play_steps(benchmark::State &state) {
  testing::FakeWallet wallet;
  const std::vector<Scenario> scenarios = load_scenarios(std::string_view(scenario_of(state.range(0))), "bench.yaml");
  const std::atomic<bool> cancelled = false;
  RunOptions options;
  options.seed = 1;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        run_with(wallet.connections(), {}, wallet.target, scenarios, options, {}, cancelled).verdict);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(play_steps)->Arg(1)->Arg(100)->Unit(benchmark::kMicrosecond);

void load_a_scenario_file(benchmark::State &state) {
  const std::string text = scenario_of(100);
  for (auto _ : state) benchmark::DoNotOptimize(load_scenarios(std::string_view(text), "bench.yaml"));
}
BENCHMARK(load_a_scenario_file)->Unit(benchmark::kMicrosecond);

}  // namespace
