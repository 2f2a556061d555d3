// What the reference feed thinks about a push of 1000 days of activity: reading it by the published schema, and storing
// it in memory.
#include <benchmark/benchmark.h>

#include "reference_impl/feed/reading.hpp"
#include "reference_impl/feed/storage.hpp"
#include "reference_impl/log.hpp"

namespace {

using namespace pitboss::reference;
using namespace pitboss::reference::feed;
using pitboss::wire::to_iso8601;

constexpr int records = 1000;

http::Request push_of_a_thousand_days() {
  std::string body = R"({"data":[)";
  for (int i = 0; i < records; ++i) {
    const auto day =
        pitboss::wire::TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 5 / 1)) - std::chrono::days(i);
    body += (i == 0 ? "" : ",") + (R"({"date":")" + to_iso8601(day).substr(0, 10)) +
            R"(","customer_id":"anna","game_type":"slots","currency":"EUR","bets_count":42,"total_bets":150.25,)"
            R"("wins":190.5,"ggr":-40.25,"ngr":-52.75})";
  }
  http::Request request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body + "]}";
  return request;
}

void read_a_thousand_days(benchmark::State &state) {
  const FeedReading reading;
  const http::Request request = push_of_a_thousand_days();
  for (auto _ : state) benchmark::DoNotOptimize(read_push(reading, Kind::activity, request));
  state.SetItemsProcessed(state.iterations() * records);
}
BENCHMARK(read_a_thousand_days)->Unit(benchmark::kMillisecond);

void judge_a_thousand_days(benchmark::State &state) {
  const FeedRules rules;
  const std::vector<Record> days = read_push(FeedReading(), Kind::activity, push_of_a_thousand_days());
  const Known known{.customer = [](const std::string &) { return true; }, .affiliate = {}};
  for (auto _ : state)
    for (std::size_t i = 0; i < days.size(); ++i) {
      benchmark::DoNotOptimize(rules.check_sums(rules, Kind::activity, days[i], i));
      benchmark::DoNotOptimize(rules.check_references(Kind::activity, days[i], i, known));
      benchmark::DoNotOptimize(rules.key(Kind::activity, days[i]));
    }
  state.SetItemsProcessed(state.iterations() * records);
}
BENCHMARK(judge_a_thousand_days)->Unit(benchmark::kMillisecond);

/// The first time they are new, then all of them are replaced by what they are.
void store_a_thousand_days(benchmark::State &state) {
  const auto store = store::open_sql_store("memory", "feed", make_log("off"), {});
  const FeedStorage storage;
  const FeedRules rules;
  const std::vector<Record> days = read_push(FeedReading(), Kind::activity, push_of_a_thousand_days());
  const Record anna = std::get<Record>(pitboss::wire::parse_json(
      R"({"customer_id":"anna","signup_date":"2026-05-01T10:00:00Z","affiliate_id":"AFF-1","tracking_data":"t"})"));
  store->run(
      [&](store::SqlTransaction &sql) { storage.save(sql, rules, Kind::customers, {anna}, pitboss::wire::now()); });
  for (auto _ : state) {
    bool stored = false;
    store->run([&](store::SqlTransaction &sql) {
      stored =
          std::holds_alternative<Counts>(storage.push(storage, sql, rules, Kind::activity, days, pitboss::wire::now()));
    });
    if (!stored) state.SkipWithError("the push is refused");
  }
  state.SetItemsProcessed(state.iterations() * records);
}
BENCHMARK(store_a_thousand_days)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();  // the store works on a thread of its own

}  // namespace
