#include "schemas/formats/shorten.hpp"

#include <gtest/gtest.h>

namespace pitboss::results {
namespace {

Exchange exchange(std::size_t body) {
  Exchange result;
  result.request = {"POST", "https://wallet.example/v1/balance", {{"A", "1"}}, std::string(body, 'q'), false, body};
  result.response = HttpResponse{200, {{"B", "2"}}, std::string(body, 'r'), false, body};
  result.curl = "curl";
  return result;
}

Scenario passed(bool judged, std::vector<Exchange> exchanges) {
  Scenario scenario;
  scenario.steps.emplace_back().judged = judged;
  scenario.steps.back().exchanges = std::move(exchanges);
  shorten(scenario);
  return scenario;
}

TEST(Shorten, CutsBodiesAndSaysHowLongTheyWere) {
  const Exchange cut = passed(true, {exchange(3'000)}).steps[0].exchanges[0];
  EXPECT_EQ(cut.request.body.size(), passed_body_limit);
  EXPECT_TRUE(cut.request.body_cut);
  EXPECT_EQ(cut.request.body_bytes, 3'000U);
  EXPECT_EQ(cut.response->body.size(), passed_body_limit);
  EXPECT_TRUE(cut.response->body_cut);
  EXPECT_EQ(cut.curl, "") << "it would name a body that nobody has";
}

TEST(Shorten, KeepsWhatJudges) {
  const Exchange whole = passed(true, {exchange(100)}).steps[0].exchanges[0];
  EXPECT_EQ(whole.request.headers.size(), 1U);
  EXPECT_EQ(whole.response->headers.size(), 1U);
  EXPECT_EQ(whole.request.body.size(), 100U);
  EXPECT_FALSE(whole.request.body_cut);
  EXPECT_EQ(whole.curl, "curl");
}

TEST(Shorten, DropsHeadersAndCurlOfSetUpAndOfCopies) {
  const Exchange set_up = passed(false, {exchange(100)}).steps[0].exchanges[0];
  EXPECT_TRUE(set_up.request.headers.empty());
  EXPECT_TRUE(set_up.response->headers.empty());
  EXPECT_EQ(set_up.curl, "");
  EXPECT_EQ(set_up.request.body.size(), 100U);
  const Scenario copies = passed(true, {exchange(10), exchange(10)});
  EXPECT_EQ(copies.steps[0].exchanges[0].curl, "");
  EXPECT_EQ(copies.steps[0].exchanges[1].curl, "curl");
}

TEST(Shorten, CutsNoCharacterInTwo) {
  Exchange umlauts = exchange(0);
  for (int i = 0; i < 2'000; ++i) umlauts.request.body += "\u00e9";
  umlauts.request.body.insert(0, 1, 'x');
  EXPECT_EQ(passed(true, {umlauts}).steps[0].exchanges[0].request.body.size(), passed_body_limit - 1);
}

}  // namespace
}  // namespace pitboss::results
