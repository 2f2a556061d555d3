#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "fixture.hpp"
#include "reports/reports.hpp"

namespace pitboss::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string &page() {
  static const std::string html = render(testing::everything(), "html");
  return html;
}

std::vector<std::string> all_matches(const std::string &text, const std::string &pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match)
    found.push_back((*match)[1]);
  return found;
}

std::size_t count(const std::string &text, const std::string &part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// The page without the script that the template itself brings.
std::string markup() {
  const std::string &html = page();
  return html.substr(0, html.rfind("<script>"));
}

TEST(Html, WhatATargetSaysIsNeverMarkup) {
  EXPECT_EQ(count(page(), "<script"), 1U);
  EXPECT_EQ(count(page(), "</script"), 1U);
  EXPECT_THAT(page(), Not(HasSubstr("<img")));
  EXPECT_THAT(page(), HasSubstr("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
  EXPECT_EQ(page().find('\0'), std::string::npos);
  EXPECT_EQ(page().find('\x1b'), std::string::npos);
}

TEST(Html, NamesTheServersThatWereJudged) {
  results::Results results = testing::everything();
  results.run.target.set("feed", wire::JsonObject{{"base_url", "https://feed.acme.example"}});
  EXPECT_THAT(render(results, "html"), HasSubstr("wallet https://wallet.acme.example<"));
  results.requirements.clear();
  EXPECT_THAT(render(results, "html"),
              HasSubstr("wallet https://wallet.acme.example, feed https://feed.acme.example<"));
}

TEST(Html, LoadsNothing) {
  EXPECT_THAT(all_matches(markup(), " (?:src|action|data)=\"([^\"]*)\""), ::testing::IsEmpty());
  for (const auto &link : all_matches(markup(), " href=\"([^\"]*)\"")) EXPECT_EQ(link.front(), '#') << link;
  EXPECT_THAT(page(), Not(HasSubstr("@import")));
  EXPECT_THAT(page(), Not(HasSubstr("url(")));
  EXPECT_THAT(page(), HasSubstr("default-src 'none'"));
}

TEST(Html, LinksLeadSomewhereAndPlacesAreUnique) {
  std::set<std::string> places;
  for (const auto &id : all_matches(markup(), " id=\"([^\"]*)\"")) EXPECT_TRUE(places.insert(id).second) << id;
  for (const auto &link : all_matches(markup(), " href=\"#([^\"]*)\"")) EXPECT_TRUE(places.contains(link)) << link;
}

TEST(Html, ElementsAreClosed) {
  for (const std::string element :
       {"details", "section", "table", "div", "dl", "ul", "ol", "pre", "svg", "article", "span", "p"})
    EXPECT_EQ(all_matches(markup(), "<(" + element + ")[ >]").size(), count(markup(), "</" + element + ">")) << element;
}

TEST(Html, NumbersKeepTheirDigits) {
  EXPECT_THAT(page(), HasSubstr("\"amount\": 10.00"));
  EXPECT_THAT(page(), HasSubstr("\"big\": 12345678901234567890.10"));
}

TEST(Html, FailedScenariosAreOpenForPaperAndTheOthersAreNot) {
  EXPECT_THAT(page(), HasSubstr("id=\"s-wallet.replay.debit-applied-once\" data-v=\"fail\" open>"));
  EXPECT_THAT(page(), HasSubstr("id=\"s-wallet.debit.reduces-the-balance\" data-v=\"pass\">"));
  EXPECT_THAT(page(), HasSubstr("id=\"s-wallet.debit.reduces-the-balance_2\""));
}

TEST(Html, DiagramShowsLostRepliesAndCopies) {
  results::Results results = testing::everything();
  for (results::Scenario &scenario : results.scenarios)  // what passed has no diagram
    if (scenario.verdict == results::Verdict::pass) scenario.verdict = results::Verdict::warn;
  const std::string html = render(results, "html");
  EXPECT_THAT(html, HasSubstr("reply lost on purpose"));
  EXPECT_THAT(html, HasSubstr("10 in flight together"));
  EXPECT_THAT(html, HasSubstr("10 × debit 5.00"));
  EXPECT_THAT(html, HasSubstr("✕ 200 · balance 1480.50"));
}

TEST(Html, WhatPassedHasALineAStep) {
  const std::string html = render(testing::conformant(), "html");
  EXPECT_THAT(html, HasSubstr("<ol class=\"lines\">"));
  EXPECT_THAT(html, Not(HasSubstr("class=\"diagram\"")));
  EXPECT_THAT(html, Not(HasSubstr("class=\"curl\"")));
}

}  // namespace
}  // namespace pitboss::reports
