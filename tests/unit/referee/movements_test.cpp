// What the referee says of an operator that pushes movements: kept and broken.
#include <fmt/format.h>

#include "tests/unit/referee/journal_builder.hpp"

namespace pitboss::referee {
namespace {

constexpr auto *duplicate = R"({"error":{"message":"duplicate metric movement request"}})";

class Movements : public JournalBuilder {
 public:
  Movements() : JournalBuilder("movements") {}

  journal::Exchange &movement(const std::string &request_id, const std::string &value, int status,
                              const std::string &reply = "{}", const std::string &type = "relative") {
    const std::string id = request_id.empty() ? "" : fmt::format(R"("requestId":"{}",)", request_id);
    return add("/tracking/client-metric-movement/v1",
               fmt::format(R"({{{}"externalClientId":"P","revenueOriginId":"B",)"
                           R"("metrics":[{{"code":"ngr","type":"{}","value":"{}"}}]}})",
                           id, type, value),
               status, reply);
  }
};

TEST(MovementsClient, ARetryIsTheSame) {
  Movements movements;
  movements.movement("r1", "1", 0);
  movements.movement("r1", "1", 200);
  EXPECT_EQ(movements.verdict("retry-same"), "kept");
  movements.movement("r2", "2", 0);
  movements.movement("r2", "3", 200);
  EXPECT_EQ(movements.verdict("retry-same"), "broken");
  EXPECT_EQ(movements.verdict("ids-apart"), "kept");
}

TEST(MovementsClient, ARetryUnderANewIdIsNone) {
  Movements movements;
  movements.movement("r1", "1", 0);
  movements.movement("r2", "1", 200);
  EXPECT_EQ(movements.verdict("retry-same"), "broken");
}

TEST(MovementsClient, ARetryWithoutIdIsNone) {
  Movements movements;
  movements.movement("", "1", 0);
  movements.movement("", "1", 200);
  EXPECT_EQ(movements.verdict("retry-same"), "broken");
}

TEST(MovementsClient, UpdatesThatAreAlikeAnywaySayNothing) {
  Movements movements;
  movements.movement("r0", "1", 200);
  movements.movement("r1", "1", 0);
  movements.movement("r2", "1", 200);
  EXPECT_EQ(movements.verdict("retry-same"), "not observed");
  EXPECT_THAT(movements.opinion("retry-same").unclear, testing::HasSubstr("alike"));
}

TEST(MovementsClient, IdsAreApart) {
  Movements movements;
  movements.movement("r1", "1", 200);
  EXPECT_EQ(movements.verdict("ids-apart"), "kept");
  movements.movement("r1", "2", 409, duplicate);
  EXPECT_EQ(movements.verdict("ids-apart"), "broken");
}

TEST(MovementsClient, TheIdOfARefusedUpdateIsFree) {
  Movements movements;
  movements.movement("r1", "x", 422, R"({"error":"no number"})");
  movements.movement("r1", "2", 200);
  EXPECT_EQ(movements.verdict("ids-apart"), "kept");
}

TEST(MovementsClient, ADuplicateErrorIsSuccess) {
  Movements movements;
  movements.movement("r1", "1", 0).effect = journal::Effect::applied;
  movements.movement("r1", "1", 409, duplicate);
  EXPECT_EQ(movements.verdict("duplicate-is-success"), "kept");
  Movements again = movements;
  again.movement("r1", "1", 409, duplicate);
  EXPECT_EQ(again.verdict("duplicate-is-success"), "broken");
  movements.movement("r2", "1", 200);
  EXPECT_EQ(movements.verdict("duplicate-is-success"), "broken");
}

TEST(MovementsClient, PlayersAreRegisteredFirst) {
  Movements movements;
  movements.movement("r1", "1", 200);
  EXPECT_EQ(movements.verdict("registered-first"), "kept");
  movements.movement("r2", "2", 404, R"({"error":"Client not found"})");
  EXPECT_EQ(movements.verdict("registered-first"), "broken");
}

TEST(MovementsClient, AMetricIsWrittenOneWay) {
  Movements movements;
  movements.movement("r1", "1", 200);
  EXPECT_EQ(movements.verdict("one-way"), "kept");
  movements.movement("r2", "2", 200, "{}", "absolute");
  EXPECT_EQ(movements.verdict("one-way"), "broken");
}

}  // namespace
}  // namespace pitboss::referee
