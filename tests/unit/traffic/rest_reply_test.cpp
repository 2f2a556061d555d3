#include "simulator/traffic/rest_reply.hpp"

#include "simulator/traffic/measurable.hpp"

namespace pitboss::traffic {
namespace {

using namespace std::chrono_literals;

Reply reply(int status, std::string_view body, std::string_view type = "application/json") {
  return {status, body, "", type, ""};
}

TEST(RestReply, TellsWhatAStatusSays) {
  EXPECT_EQ(answer_of(204), Answer::accepted);
  EXPECT_EQ(answer_of(401), Answer::unauthorized);
  EXPECT_EQ(answer_of(429), Answer::limited);
  EXPECT_EQ(answer_of(409), Answer::refused);
  EXPECT_EQ(answer_of(503), Answer::nothing);
}

TEST(RestReply, ReadsAPage) {
  const Page page = read_page(reply(200, R"({"data":[{"a":1}],"meta":{"total":7,"next_cursor":"x"}})"));
  EXPECT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.total, 7U);
  EXPECT_EQ(page.next, "x");
  EXPECT_EQ(read_page(reply(200, R"({"data":[],"meta":{"total":0,"next_cursor":null}})")).next, std::nullopt);
  EXPECT_EQ(read_page(reply(200, "{")).fault, "its body is no JSON");
  EXPECT_EQ(read_page(reply(200, "{}")).fault, "it holds no list `data`");
}

TEST(RestReply, WantsBodiesDeclaredAsJson) {
  EXPECT_EQ(form_fault(reply(200, "{}", "Application/JSON; charset=utf-8")), "");
  EXPECT_EQ(form_fault(reply(204, "", "")), "");
  EXPECT_EQ(form_fault(reply(404, "gone", "text/plain")), "");
  EXPECT_NE(form_fault(reply(422, "no", "text/plain")), "");
}

TEST(RestReply, ReadsRetryAfter) {
  EXPECT_EQ(wait_of("17"), 17s);
  EXPECT_EQ(wait_of("100000"), 70s);
  EXPECT_EQ(wait_of("Wed, 21 Oct 2015 07:28:00 GMT"), 1s);
  EXPECT_EQ(wait_of("soon"), std::nullopt);
  EXPECT_EQ(wait_of(""), std::nullopt);
}

TEST(RestReply, FindsATextInAnyFormOfJson) {
  EXPECT_TRUE(says(R"({"message":"Client Not Found"})", "client not found"));
  EXPECT_TRUE(says(R"({"message":"\u0063lient not found"})", "client not found"));
  EXPECT_FALSE(says(R"({"message":"no such client"})", "client not found"));
}

TEST(RestReply, ReckonsWithNumbersThatCanBe) {
  EXPECT_TRUE(is_measurable(*wire::Decimal::parse("-123456789012345.123456")));
  EXPECT_FALSE(is_measurable(*wire::Decimal::parse("1e30")));
  EXPECT_FALSE(is_measurable(*wire::Decimal::parse("1e-30")));
}

}  // namespace
}  // namespace pitboss::traffic
