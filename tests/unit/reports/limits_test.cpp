#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.hpp"
#include "reports/reports.hpp"

namespace pitboss::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Le;

TEST(Limits, MarkdownFitsIntoACommentAndSaysWhatItLeftOut) {
  const std::string page = render(testing::large(400, 3), "markdown");
  EXPECT_THAT(page.size(), Le(64U * 1024));
  EXPECT_THAT(page, HasSubstr("this page has no room for them"));
}

TEST(Limits, MarkdownCutsEndlessTexts) {
  auto results = testing::everything();
  for (auto &requirement : results.requirements) requirement.reason.append(200'000, 'x');
  for (auto &finding : results.doctor) finding.detail.append(200'000, '`');
  results.headline.append(200'000, '|');
  EXPECT_THAT(render(results, "markdown").size(), Le(64U * 1024));
}

TEST(Limits, HtmlOfALargeRunStaysAPageThatOpensQuickly) {
  const std::string page = render(testing::large(200, 8), "html");
  EXPECT_THAT(page.size(), Le(6U * 1024 * 1024));
}

TEST(Limits, HtmlCutsLargeBodiesAndSaysSo) {
  auto results = testing::large(50, 4);
  for (auto &scenario : results.scenarios)
    for (auto &step : scenario.steps)
      for (auto &exchange : step.exchanges) exchange.response->body.assign(200'000, 'x');
  const std::string page = render(results, "html");
  EXPECT_THAT(page.size(), Le(6U * 1024 * 1024));
  EXPECT_THAT(page, HasSubstr("of 195.3 KiB are shown; results.json has the whole"));
}

TEST(Limits, HtmlOfWhatPassedHasTheBeginningOfEachReply) {
  auto results = testing::conformant();
  auto &exchange = results.scenarios.front().steps.back().exchanges.front();
  results.scenarios.front().steps.back().judged = true;
  exchange.response->body = std::string(200, 'x') + "END";
  const std::string page = render(results, "html");
  EXPECT_THAT(page, HasSubstr("<code>" + std::string(200, 'x') + " …</code>"));
  EXPECT_THAT(page, HasSubstr("the first 200 bytes of the reply"));
  EXPECT_THAT(page, HasSubstr("results.json</code> has the requests, 2.0 KiB of each body"));
}

TEST(Limits, HtmlOfALargePassedRunIsSmall) {
  auto results = testing::large(2'000, 4);
  results.requirements.clear();  // they have cards of their own where they failed
  for (auto &scenario : results.scenarios) scenario.verdict = results::Verdict::pass;
  EXPECT_THAT(render(results, "html").size(), Le(4U * 1024 * 1024));
}

TEST(Limits, ManyExchangesInAStepMakeADiagramThatEnds) {
  auto results = testing::conformant();
  results.scenarios.front().verdict = results::Verdict::warn;
  auto &step = results.scenarios.front().steps.back();
  const auto exchange = step.exchanges.front();
  for (int i = 0; i < 300; ++i) step.exchanges.push_back(exchange);
  EXPECT_THAT(render(results, "html"), HasSubstr("more exchanges, listed with the steps"));
}

}  // namespace
}  // namespace pitboss::reports
