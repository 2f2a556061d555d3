// What the reference server thinks about a transaction: the rules alone, without sockets and store.
#include <benchmark/benchmark.h>

#include "reference_impl/wallet/rules.hpp"

namespace {

using namespace pitboss::reference::wallet;
using pitboss::wire::Decimal;

TransactionRequest debit_of_ten() {
  TransactionRequest request;
  request.player_id = "44-12345-67890";
  request.provider = "gameprovider";
  request.game = "fantasyquest";
  request.round_id = "5a6b7c8d-0001-4b6e-9d3a-0a1b2c3d4e5f";
  request.transaction_id = "2f1c7c1e-8f5b-4b6e-9d3a-0a1b2c3d4e5f";
  request.amount = Decimal(10);
  request.type = TransactionType::debit;
  return request;
}

View player_with(int balance) {
  View view;
  view.player = PlayerAccount{};
  view.player->id = "44-12345-67890";
  view.player->balance = Decimal(balance);
  return view;
}

void apply_debit(benchmark::State &state) {
  const WalletRules rules;
  const TransactionRequest request = debit_of_ten();
  const View view = player_with(1000);
  if (decide(rules, request, view).reply.refusal) state.SkipWithError("the debit is refused");
  for (auto _ : state) benchmark::DoNotOptimize(decide(rules, request, view));
}
BENCHMARK(apply_debit);

void refuse_debit_for_want_of_funds(benchmark::State &state) {
  const WalletRules rules;
  const TransactionRequest request = debit_of_ten();
  const View view = player_with(9);
  if (!decide(rules, request, view).reply.refusal) state.SkipWithError("the debit is applied");
  for (auto _ : state) benchmark::DoNotOptimize(decide(rules, request, view));
}
BENCHMARK(refuse_debit_for_want_of_funds);

}  // namespace
