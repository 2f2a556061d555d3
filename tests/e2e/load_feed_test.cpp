// `pitboss load` with an operator's pushes, against the reference server, right, unusual and faulty.
#include <gmock/gmock.h>

#include "tests/e2e/loaded.hpp"
#include "tests/e2e/reference_server.hpp"

namespace pitboss::test {
namespace {

using testing::HasSubstr;

/// Traffic in which everything happens often, so that two seconds are enough.
const std::string dense_profile = R"(profile: dense
duration: 2s
connections: 6
feed:
  streams: 6
  customers: 12
  days: 5
  hours_a_day: 3
  registrations: [1, 3]
  records_a_push: [1, 8]
  rows_a_page: [1, 12]
  amounts: [{amount: 10.00, weight: 2}, {amount: 0.10, weight: 1}]
  negative_days: 30
  fine_amounts: 10
  status_changes: 40
  syncs: 15
  delta_syncs: 5
  must_be_refused: 40
  retried: 10
  lost_replies: 5
  requests_a_token: [50, 200]
)";

/// Two streams that keep their tokens and only push, so that it is a push that meets the limit of requests.
const std::string limit_profile = R"(profile: limit
duration: 5s
connections: 2
feed:
  streams: 2
  streams_at_the_limit: 2
  customers: 12
  records_a_push: [1, 3]
)";

/// Pages of ten rows, again and again.
const std::string page_profile = R"(profile: pages
duration: 2s
connections: 4
feed:
  streams: 4
  customers: 2
  rows_a_page: [10, 10]
  syncs: 100
)";

std::string profile_for(const std::string &fault) {
  if (fault.find("limited") != std::string::npos || fault == "retry-after-too-short") return limit_profile;
  return fault == "row-after-a-page-skipped" ? page_profile : dense_profile;
}

TEST(LoadFeed, FindsTheRightServerRight) {
  const ReferenceServer server({.players = 2});
  const Loaded loaded = load(dense_profile, server.target_file());
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err;
  EXPECT_EQ(loaded.kinds(), "") << loaded.stories("audit");
  EXPECT_EQ(loaded.results.audit.right, 6U);
  EXPECT_GT(loaded.results.ended.lost, 0U);
  for (const char *line :
       {"customers", "transactions", "first-time deposits", "days of activity", "deposits", "GGR", "NGR"})
    EXPECT_EQ(loaded.book(std::string(line) + ", by the books"), loaded.book(std::string(line) + ", as listed"))
        << line;
  EXPECT_NE(loaded.book("transactions, by the books"), "0");
  EXPECT_NE(loaded.book("first-time deposits, by the books"), "0");
}

TEST(LoadFeed, ShardsHaveStreamsOfTheirOwn) {
  const ReferenceServer server({.players = 2});
  std::uint64_t streams = 0;
  for (const char *shard : {"1/2", "2/2"}) {
    const Loaded loaded = load(dense_profile, server.target_file(), {"--duration", "300ms", "--shard", shard});
    EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out;
    streams += loaded.results.audit.right;
  }
  EXPECT_EQ(streams, 6U);
}

TEST(LoadFeed, WritesNoSecretIntoAReport) {
  const ReferenceServer server({.faults = {"errors-without-fields", "tokens-of-half-an-hour"}, .players = 2});
  const Loaded loaded = load(dense_profile, server.target_file(), {"--duration", "1m", "--abort-early"});
  ASSERT_FALSE(loaded.results.findings.empty());
  for (const results::LoadFinding &finding : loaded.results.findings)
    for (const results::LoadExample &example : finding.examples) {
      EXPECT_EQ(example.request.find("Authorization: Bearer ey"), std::string::npos) << example.request;
      EXPECT_EQ(example.reply.find("access_token"), std::string::npos) << example.reply;
      EXPECT_THAT(example.request, HasSubstr("Authorization: ")) << finding.kind;
      EXPECT_THAT(example.request, testing::AnyOf(HasSubstr("${FEED_TOKEN}"), HasSubstr("${FEED_BASIC_CREDENTIALS}")));
    }
}

class LoadFeedVariant : public testing::TestWithParam<std::string> {};

TEST_P(LoadFeedVariant, IsRight) {
  const ReferenceServer server({.variants = {GetParam()}, .players = 2});
  const Loaded loaded = load(dense_profile, server.target_file(), {"--duration", "500ms"});
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err << loaded.stories("twice");
  EXPECT_EQ(loaded.kinds(), "");
}

INSTANTIATE_TEST_SUITE_P(All, LoadFeedVariant,
                         testing::Values("feed-newer-tokens-end-older", "feed-pushes-answered-201",
                                         "feed-pushes-answered-204", "feed-errors-by-field", "feed-first-error-only",
                                         "feed-rows-with-more-fields", "feed-missing-fields-as-null",
                                         "feed-times-in-another-offset", "feed-trailing-zeros", "feed-pages-only",
                                         "feed-cursors-only", "feed-empty-last-page", "feed-newest-first",
                                         "connection-closed-after-each-reply"),
                         [](const auto &tested) { return test_name(tested.param); });

class LoadFeedLimit : public testing::TestWithParam<std::string> {};

/// Streams that reach the limit wait, others go on, and the books close.
TEST_P(LoadFeedLimit, IsObeyed) {
  const ReferenceServer server({.variants = {GetParam()}, .players = 2, .more = short_windows()});
  const Loaded loaded = load(limit_profile, server.target_file());
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err << loaded.stories("limit");
  EXPECT_EQ(loaded.results.ended.failed, 0U);
}

INSTANTIATE_TEST_SUITE_P(All, LoadFeedLimit,
                         testing::Values("feed-retry-after-as-date", "feed-limited-by-fixed-windows",
                                         "feed-limited-by-buckets"),
                         [](const auto &tested) { return test_name(tested.param); });

class LoadFeedFault : public testing::TestWithParam<FaultUnderLoad> {};

TEST_P(LoadFeedFault, IsFoundAndTold) {
  expect_found(GetParam(), profile_for(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    All, LoadFeedFault,
    testing::Values(FaultUnderLoad{"intra-day-wins-added-up", "audit", "accepted last was", true},
                    FaultUnderLoad{"activity-merged", "audit", "accepted last was", true},
                    FaultUnderLoad{"good-records-stored", "refused-stored", "every push of it was refused", true},
                    FaultUnderLoad{"known-customers-stored", "audit", "accepted", true},
                    FaultUnderLoad{"retries-make-rows", "audit", "twice", true},
                    FaultUnderLoad{"reversals-not-taken", "audit", "accepted last was", true},
                    FaultUnderLoad{"amounts-of-four-decimals", "audit", "accepted last was", true},
                    FaultUnderLoad{"row-after-a-page-skipped", "missing", "is not in the list", false},
                    FaultUnderLoad{"cursors-as-offsets", "twice", "twice", false},
                    FaultUnderLoad{"customer-filter-by-beginning", "audit", "has a row of another one", true},
                    FaultUnderLoad{"activity-of-anybody", "accepted", "of a customer who is not known", true},
                    FaultUnderLoad{"digits-not-counted", "accepted", "has to be refused with 422", true},
                    FaultUnderLoad{"negative-ggr-refused", "refused", "nothing is wrong with it", false},
                    FaultUnderLoad{"errors-without-fields", "refusal", "does not name the field", false},
                    FaultUnderLoad{"total-of-the-page", "total", "meta.total is", {}},
                    FaultUnderLoad{"limited-pushes-stored", "audit", "", true},
                    FaultUnderLoad{"rate-not-limited", "limit", "and no 429: 1000 are allowed", false},
                    FaultUnderLoad{"retry-after-too-short", "limit", "429 for the first request after the wait", false},
                    FaultUnderLoad{"rate-limited-early", "limit", "1000 a minute are allowed", false}),
    [](const auto &tested) { return test_name(tested.param.fault); });

}  // namespace
}  // namespace pitboss::test
