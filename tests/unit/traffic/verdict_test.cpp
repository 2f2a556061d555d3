#include "schemas/files/yaml_file.hpp"
#include "schemas/formats/format_schemas.hpp"
#include "simulator/traffic/measured.hpp"

namespace pitboss::traffic {
namespace {

using results::LoadVerdict;
using testing::HasSubstr;

results::LoadResults right_run() {
  results::LoadResults results;
  Histogram latency;
  for (int i = 1; i <= 1'000; ++i) latency.record(i * 10);
  results.latency = to_distribution(latency);
  results.ended.right = 1'000;
  results.measured_ms = 2'000;
  results.audit.actors = results.audit.right = 3;
  return results;
}

TEST(LoadVerdict, HoldsWhereAllIsRight) {
  results::LoadResults results = right_run();
  judge(results, {parse_threshold("p99<50ms"), parse_threshold("rate>=500"), parse_threshold("errors==0")});
  EXPECT_EQ(results.verdict, LoadVerdict::held);
  EXPECT_EQ(results.rate.to_string(), "500");
  EXPECT_EQ(results.headline, "right: 500.0 right replies a second, the books of 3 players close");
}

TEST(LoadVerdict, IsBrokenByAThreshold) {
  results::LoadResults results = right_run();
  judge(results, {parse_threshold("p50<5ms"), parse_threshold("rate>500")});
  EXPECT_EQ(results.verdict, LoadVerdict::broken);
  EXPECT_FALSE(results.thresholds[0].holds);
  EXPECT_EQ(results.thresholds[0].actual, "5.00 ms");
  EXPECT_THAT(results.headline, HasSubstr("2 of 2 thresholds"));
}

TEST(LoadVerdict, CountsRequestsThatWereNeverSentAsErrors) {
  results::LoadResults results = right_run();
  results.never_sent = 1;
  judge(results, {parse_threshold("errors==0")});
  EXPECT_EQ(results.verdict, LoadVerdict::broken);
}

TEST(LoadVerdict, IsBrokenByOneWrongReplyWithoutAnyThreshold) {
  results::LoadResults results = right_run();
  results.findings.push_back({"balance", 1, {}});
  judge(results, {});
  EXPECT_EQ(results.verdict, LoadVerdict::broken);
  EXPECT_EQ(results.headline, "broken: 1 wrong reply");
}

TEST(LoadVerdict, IsBrokenByBooksThatDoNotClose) {
  results::LoadResults results = right_run();
  results.audit.astray = 1;
  results.findings.push_back({"audit", 1, {}});
  judge(results, {});
  EXPECT_EQ(results.verdict, LoadVerdict::broken);
  EXPECT_EQ(results.headline, "broken: the books of 1 of 3 players do not close");
}

TEST(LoadVerdict, IsVoidWhereTheGeneratorFellBehind) {
  results::LoadResults results = right_run();
  Histogram lag;
  lag.record(20'000, 1'000);
  results.lag = to_distribution(lag);
  results.max_lag_us = 10'000;
  judge(results, {parse_threshold("p99<1us")});
  EXPECT_EQ(results.verdict, LoadVerdict::incomplete);
  EXPECT_THAT(results.void_reason, HasSubstr("the generator fell behind"));
}

TEST(LoadVerdict, IsVoidWhereNothingCame) {
  results::LoadResults results = right_run();
  results.ended = {};
  judge(results, {});
  EXPECT_EQ(results.verdict, LoadVerdict::incomplete);
}

TEST(LoadVerdict, IsIncompleteWhereAPlayerCouldNotBeAudited) {
  results::LoadResults results = right_run();
  results.audit.undecided = 1;
  judge(results, {});
  EXPECT_EQ(results.verdict, LoadVerdict::incomplete);
}

TEST(LoadResults, ComeBackFromTheirJson) {
  results::LoadResults results = right_run();
  results.findings.push_back(
      {"balance", 2, {{"player 1", "story", "wallet.debit.lowers-balance", "POST", "HTTP", "curl"}}});
  results.errors.emplace_back("status 503", 4);
  results.timeline.push_back({{1, 2, 3, 4, 5}, 10, 20, 30, ""});
  results.calls.push_back({"debit", {1, 0, 0, 0, 0}, results.latency});
  results.audit.books.emplace_back("opening", "1.00");
  results.target = wire::JsonObject{{"name", "t"}};
  judge(results, {parse_threshold("errors==0")});
  const wire::Json json = to_json(results);
  EXPECT_TRUE(results::is_load_results(json));
  const auto schema = results::format_schema("schemas/formats/load_results.schema.json");
  EXPECT_THAT(files::validate(json, schema.value()), testing::IsEmpty());
  EXPECT_EQ(wire::to_text(to_json(results::load_from_json(json))), wire::to_text(json));
}

}  // namespace
}  // namespace pitboss::traffic
