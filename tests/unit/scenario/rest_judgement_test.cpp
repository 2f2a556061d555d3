// What is right, but unlike the usual: how answers of feed and movements are compared with what is expected.
#include <gmock/gmock.h>

#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/run_with.hpp"
#include "tests/unit/scenario/fake_rest.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using testing::FakeFeed;
using testing::FakeMovements;
using ::testing::HasSubstr;
using wire::Json;

Json json(const std::string &text) {
  return std::get<Json>(wire::parse_json(text));
}

bool fits(const std::string &actual, const std::string &expected) {
  const Json value = json(actual);
  return matches(&value, json(expected));
}

results::Scenario play(testing::FakeRest &fake, const std::string &requirement, const std::string &steps) {
  const std::atomic<bool> cancelled = false;
  const RetryPolicy fast{3, std::chrono::milliseconds(10'000), std::chrono::milliseconds(1), 2,
                         std::chrono::milliseconds(0)};
  const std::string contract = requirement.substr(0, requirement.find('.'));
  const std::string text = "id: " + contract + ".x.y\ntitle: t\nrequirements: [" + requirement + "]\nsteps:\n" + steps;
  return run_with(fake.connections(), fast, fake.target, load_scenarios(std::string_view(text), "x.yaml"), {}, {},
                  cancelled)
      .scenarios.at(0);
}

TEST(Matches, SeveralWordsHoldTogether) {
  EXPECT_TRUE(fits("3597", R"({"at_least": 1, "at_most": 3600, "is": "integer"})"));
  EXPECT_FALSE(fits("3601", R"({"at_least": 1, "at_most": 3600, "is": "integer"})"));
  EXPECT_FALSE(fits("7.5", R"({"at_least": 1, "at_most": 3600, "is": "integer"})"));
  EXPECT_TRUE(fits(R"({"is": "open", "value": 7})", R"({"is": "open", "value": 7})")) << "no word but a member";
}

TEST(Matches, NearLeavesAQuarterOfAnHour) {
  const std::string noon = R"({"near": "2026-01-05T12:00:00Z"})";
  EXPECT_TRUE(fits(R"("2026-01-05T12:15:00Z")", noon));
  EXPECT_TRUE(fits(R"("2026-01-05T13:50:00.25+02:00")", noon));
  EXPECT_TRUE(fits(R"("2026-01-05T12:00:00")", noon)) << "that there is an offset is judged elsewhere";
  EXPECT_FALSE(fits(R"("2026-01-05T12:15:01Z")", noon));
  EXPECT_FALSE(fits(R"("2026-01-05T14:00:00Z")", noon));
  EXPECT_FALSE(fits("1767614400", noon));
}

TEST(RestJudgement, TextIsFoundBehindTheEscapesOfJson) {
  FakeMovements fake;
  const std::string steps =
      "  - record_movement: {relative: \"1\"}\n    expect: {refused: true, contains: client not found}\n";
  fake.after = [](const target::Request &, target::Reply &reply) {
    if (reply.status == 404) reply.body = R"({"error": "\u0043lient not foun\u0064"})";
  };
  EXPECT_EQ(play(fake, "movements.player.unknown-refused", steps).verdict, Verdict::pass);
  fake.after = [](const target::Request &, target::Reply &reply) {
    if (reply.status == 404) reply.body = R"({"error": "no such \u0063lient"})";
  };
  EXPECT_EQ(play(fake, "movements.player.unknown-refused", steps).verdict, Verdict::fail);
}

TEST(RestJudgement, CursorsMayLeadToOneEmptyPageAndNotToMore) {
  const auto walked = [](int empty_pages) {
    FakeFeed fake;
    int left = empty_pages;
    fake.after = [&](const target::Request &request, target::Reply &reply) {
      if (request.method != "GET" || reply.status != 200 || request.path.find("transactions") == std::string::npos)
        return;
      Json body = json(reply.body);
      Json meta = *body.find("meta");
      const bool after_last = request.path.find("cursor=") != std::string::npos;
      if (after_last) body.set("data", wire::JsonArray{});
      if (left-- > 0) meta.set("next_cursor", "more");
      reply.body = wire::to_text(body.set("meta", std::move(meta)));
    };
    return play(fake, "feed.list.every-row-once", R"(
  - push_customers: {}
  - push_transactions: {records: [{times: 3}]}
  - walk_pages: {list: list_transactions, customer_id: "{C}", per_page: 10}
    expect: {each_once: [{transaction_id: "{T{n}}", times: 3}]}
)");
  };
  EXPECT_EQ(walked(1).verdict, Verdict::pass) << walked(1).reason;
  const results::Scenario endless = walked(1000);
  EXPECT_EQ(endless.verdict, Verdict::fail);
  EXPECT_THAT(endless.reason, HasSubstr("no end after 3 pages, of which the last were empty"));
}

TEST(RestJudgement, ATargetThatEndsOfWhatItWasSentDoesNotKeepServing) {
  FakeFeed fake;
  bool ended = false;
  fake.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    ended = ended || request.body == "not JSON";
    if (!ended) return std::nullopt;
    target::Exchange exchange;
    exchange.request = request;
    exchange.failure = target::Failure::closed;
    exchange.detail = "closed";
    return exchange;
  };
  const std::string steps = "  - http: {call: push_customers, body: not JSON}\n    expect: {no_5xx: true}\n";
  const results::Scenario scenario = play(fake, "feed.robust.keeps-serving", steps);
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_THAT(scenario.reason, HasSubstr("nothing is served after this request"));
  ended = false;
  EXPECT_EQ(play(fake, "feed.robust.malformed-json-refused", steps).verdict, Verdict::blocked);
}

}  // namespace
}  // namespace pitboss::scenario
