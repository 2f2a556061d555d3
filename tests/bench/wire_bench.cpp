// What every request costs on both sides: signature, JSON, decimals.
#include <benchmark/benchmark.h>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/signature.hpp"

namespace {

using namespace pitboss::wire;

// A transaction as in the specification, 240 bytes.
constexpr std::string_view transaction =
    R"({"playerId":"44-12345-67890","provider":"gameprovider","game":"fantasyquest","transactionId":"2f1c7c1e-8f5b-4b6e-9d3a-0a1b2c3d4e5f",)"
    R"("roundId":"5a6b7c8d-0001-4b6e-9d3a-0a1b2c3d4e5f","amount":10.00,"transactionType":"debit","ip":"1.2.3.4"})";

void sign(benchmark::State &state) {
  const Signer signer("a shared secret of some length", SignatureEncoding::hex);
  for (auto _ : state) benchmark::DoNotOptimize(signer.sign(transaction));
}
BENCHMARK(sign);

void verify(benchmark::State &state) {
  const Signer signer("a shared secret of some length", SignatureEncoding::hex);
  const std::string signature = signer.sign(transaction);
  for (auto _ : state) benchmark::DoNotOptimize(signer.verify(transaction, signature));
}
BENCHMARK(verify);

void read_json(benchmark::State &state) {
  for (auto _ : state) benchmark::DoNotOptimize(parse_json(transaction));
}
BENCHMARK(read_json);

void write_json(benchmark::State &state) {
  const Json json = std::get<Json>(parse_json(transaction));
  for (auto _ : state) benchmark::DoNotOptimize(to_text(json));
}
BENCHMARK(write_json);

void read_decimal(benchmark::State &state) {
  for (auto _ : state) benchmark::DoNotOptimize(Decimal::parse("1480.50"));
}
BENCHMARK(read_decimal);

void add_decimals(benchmark::State &state) {
  const Decimal amount = *Decimal::parse("10.25");
  Decimal balance = *Decimal::parse("1480.5");
  for (auto _ : state) {
    balance += amount;
    balance -= amount;
    benchmark::DoNotOptimize(balance);
  }
}
BENCHMARK(add_decimals);

void write_decimal(benchmark::State &state) {
  const Decimal balance = *Decimal::parse("1480.5");
  for (auto _ : state) benchmark::DoNotOptimize(balance.to_string(2));
}
BENCHMARK(write_decimal);

}  // namespace
