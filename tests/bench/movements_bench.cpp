// What the reference platform thinks about a movement: reading it by the published schema, and the rules alone.
#include <benchmark/benchmark.h>

#include "reference_impl/movements/platform_file.hpp"
#include "reference_impl/movements/rules.hpp"

namespace {

using namespace pitboss::reference::movements;

constexpr const char *body =
    R"({"externalClientId":"player-4711","revenueOriginId":"6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01","requestId":"r-1",)"
    R"("metrics":[{"code":"ngr","type":"relative","value":"-12.50"},{"code":"total-deposits","type":"absolute","value":"1240.50"}]})";

View player() {
  View view;
  view.client = Client{.id = "1",
                       .external_id = "player-4711",
                       .brand = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01",
                       .click = "click-1",
                       .created_at = {}};
  view.balances = {{"ngr", Decimal(100)}, {"total-deposits", Decimal(1000)}};
  return view;
}

void read_a_movement(benchmark::State &state) {
  const Reading reading;
  for (auto _ : state) benchmark::DoNotOptimize(read_movement(reading, body));
}
BENCHMARK(read_a_movement);

void record_a_movement(benchmark::State &state) {
  const Rules rules;
  const Platform platform = default_platform();
  const MovementRequest request = read_movement(Reading(), body);
  const View view = player();
  if (!std::holds_alternative<Recorded>(rules.record(rules, platform, request, view)))
    state.SkipWithError("the movement is refused");
  for (auto _ : state) benchmark::DoNotOptimize(rules.record(rules, platform, request, view));
}
BENCHMARK(record_a_movement);

void refuse_a_duplicate(benchmark::State &state) {
  const Rules rules;
  const Platform platform = default_platform();
  const MovementRequest request = read_movement(Reading(), body);
  View view = player();
  view.request_id_used = true;
  if (!std::holds_alternative<Refusal>(rules.record(rules, platform, request, view)))
    state.SkipWithError("the duplicate is recorded");
  for (auto _ : state) benchmark::DoNotOptimize(rules.record(rules, platform, request, view));
}
BENCHMARK(refuse_a_duplicate);

}  // namespace
