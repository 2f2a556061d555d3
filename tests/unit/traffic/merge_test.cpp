// Shards come together without loss, or are refused with what does not fit.
#include "simulator/traffic/merge.hpp"

#include <gmock/gmock.h>

#include "schemas/wire/encoding.hpp"
#include "simulator/traffic/measured.hpp"

namespace pitboss::traffic {
namespace {

using namespace std::chrono_literals;
using results::LoadVerdict;
using ::testing::HasSubstr;

constexpr int shards_of_test = 3;

Interval interval_of(const Histogram &latency) {
  Interval interval;
  interval.ended[0] = latency.count();
  interval.latency = latency.encode();
  return interval;
}

/// Shard `index` (from 0): replies of (index + 1) ms, `index + 1` hundreds of them.
results::LoadResults shard(int index) {
  results::LoadResults results;
  results.version = "1.0";
  results.profile = "casino";
  results.contract = "wallet";
  results.shape = "closed loop, 64 connections";
  results.shard = std::to_string(index + 1) + "/" + std::to_string(shards_of_test);
  results.started_at = wire::TimePoint(1'000'000s) + index * 1s;
  results.finished_at = results.started_at + 11s;
  results.measured_ms = 10'000;
  results.connections = 64;
  results.target = wire::JsonObject{{"name", "acme"}};
  Histogram latency, of_interval = Timeline::empty_latency();
  const auto count = static_cast<std::uint64_t>(index + 1) * 100;
  latency.record((index + 1) * 1'000, count);
  of_interval.record((index + 1) * 1'000, count);
  results.latency = results.raw = to_distribution(latency);
  results.lag = to_distribution(Histogram());
  results.ended.right = count;
  results.all_requests = count;
  results.calls = {{"debit", results.ended, results.latency}};
  results.outcomes = {{"right", results.ended, results.latency}};
  results.timeline = {to_interval(interval_of(of_interval))};
  results.thresholds = {{"p99<10ms", "", true}, {"rate>=40", "", false}};
  results.errors = {{"status 502", 1}, {"shard " + std::to_string(index), 1}};
  results.audit = {10, 10, 0, 0, {{"debits", "10.50"}, {"transactions", "3"}}, {}};
  judge(results, {parse_threshold("p99<10ms"), parse_threshold("rate>=40")});
  return results;
}

std::vector<Shard> all_shards() {
  std::vector<Shard> shards;
  for (int i = shards_of_test - 1; i >= 0; --i) shards.push_back({"file-" + std::to_string(i + 1), shard(i)});
  return shards;
}

std::string refusal(const std::vector<Shard> &shards) {
  try {
    merge(shards);
  } catch (const ShardsDoNotFit &error) {
    return error.what();
  }
  return "";
}

TEST(Merge, AddsEverything) {
  const results::LoadResults all = merge(all_shards());
  EXPECT_EQ(all.ended.right, 600U);
  EXPECT_EQ(all.connections, 3 * 64);
  EXPECT_EQ(all.latency.count, 600U);
  EXPECT_EQ(all.latency.min_us, 1'000);
  EXPECT_EQ(to_histogram(all.latency).at(100.0 / 6), 1'000);
  EXPECT_EQ(to_histogram(all.latency).at(50), 2'000);
  EXPECT_EQ(all.calls.at(0).ended.right, 600U);
  EXPECT_EQ(all.calls.at(0).latency.count, 600U);
  EXPECT_EQ(all.audit.actors, 30U);
  EXPECT_EQ(all.audit.books.at(0).second, "31.50");
  EXPECT_EQ(all.audit.books.at(1).second, "9");
  EXPECT_EQ(all.errors.size(), 4U);
  EXPECT_EQ(all.shard, "");
  EXPECT_THAT(all.shape, HasSubstr("3 shards"));
}

TEST(Merge, PutsTheTimelinesWhereTheyWere) {
  const results::LoadResults all = merge(all_shards());
  ASSERT_EQ(all.timeline.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(all.timeline[i].ended.right, (i + 1) * 100) << i;
  EXPECT_EQ(all.measured_ms, 12'000);  // from the first beginning to the last end
  EXPECT_EQ(all.finished_at, wire::TimePoint(1'000'013s));
}

TEST(Merge, JudgesThresholdsOfTheWhole) {
  const results::LoadResults all = merge(all_shards());
  EXPECT_EQ(all.rate.to_string(), "50");
  EXPECT_TRUE(all.thresholds.at(1).holds);  // that no shard held by itself
  EXPECT_EQ(all.verdict, LoadVerdict::held);
}

TEST(Merge, KeepsTheFirstFindingsOfAllShards) {
  std::vector<Shard> shards = all_shards();
  for (Shard &each : shards) each.results.findings = {{"balance", 2, {{each.name, "", "", "", "", ""}, {}}}};
  const results::LoadResults all = merge(shards);
  ASSERT_EQ(all.findings.size(), 1U);
  EXPECT_EQ(all.findings[0].count, 6U);
  EXPECT_EQ(all.findings[0].examples.size(), Findings::kept_of_a_kind);
  EXPECT_EQ(all.verdict, LoadVerdict::broken);
}

TEST(Merge, IsIncompleteWhereAShardIs) {
  std::vector<Shard> shards = all_shards();
  shards[1].results.verdict = LoadVerdict::incomplete;
  shards[1].results.headline = "void: the generator fell behind";
  const results::LoadResults all = merge(shards);
  EXPECT_EQ(all.verdict, LoadVerdict::incomplete);
  EXPECT_THAT(all.headline, HasSubstr("shard 2/3 (file-2) is void"));
}

TEST(Merge, RefusesWhatDoesNotFit) {
  std::vector<Shard> shards = all_shards();
  shards.pop_back();
  EXPECT_THAT(refusal(shards), HasSubstr("shard 1/3 is missing"));
  shards.push_back({"again", shard(1)});
  EXPECT_THAT(refusal(shards), HasSubstr("again and file-2: are both shard 2/3"));
  shards = all_shards();
  shards[0].results.shard = "3/4";
  EXPECT_THAT(refusal(shards), HasSubstr("is one of 3 shards, but file-3 is one of 4"));
  shards[0].results.shard = "";
  EXPECT_THAT(refusal(shards), HasSubstr("file-3: is a run in one piece"));
  shards[0].results.shard = "0/3";
  EXPECT_THAT(refusal(shards), HasSubstr("`0/3` is none"));
  shards = all_shards();
  shards[1].results.seed = 9;
  EXPECT_THAT(refusal(shards), HasSubstr("file-2: has another seed than file-3: `9` instead of `0`"));
  shards = all_shards();
  shards[1].results.thresholds.pop_back();
  EXPECT_THAT(refusal(shards), HasSubstr("list of thresholds"));
  shards = all_shards();
  shards[2].results.started_at -= 1h;
  EXPECT_THAT(refusal(shards), HasSubstr("did not run at the same time"));
  EXPECT_THAT(refusal({}), HasSubstr("no shards"));
}

}  // namespace
}  // namespace pitboss::traffic
