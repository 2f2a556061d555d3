#include <fmt/format.h>

#include "traffic.hpp"

/// For each step of movements traffic that shows it, and traffic that only nearly does.
namespace pitboss::reference::onboarding {
namespace {

using testing::ElementsAre;

const std::string registration = "/tracking/client/v1", movement = "/tracking/client-metric-movement/v1",
                  metrics = "/reporting/client-metrics/v1", players = "/reporting/clients/v1",
                  movements = "/reporting/client-metric-movements/v1";

std::string body(const std::string &updates, const std::string &request_id = {}) {
  return fmt::format(R"({{"externalClientId":"p","revenueOriginId":"AB-1","metrics":[{}]{}}})", updates,
                     request_id.empty() ? "" : R"(,"requestId":")" + request_id + "\"");
}

const std::string relative = R"({"code":"ngr","type":"relative","value":"50"})",
                  absolute = R"({"code":"ggr","type":"absolute","value":"50"})";
const std::string duplicate = R"({"error":{"message":"Duplicate metric movement request"}})";

struct MovementsSteps : testing::Test {
  MovementsSteps() { traffic.onboarding.expect("movements", "acme"); }
  Traffic traffic{"movements"};
};

TEST_F(MovementsSteps, Metrics) {
  traffic.get(metrics, "{}", 401);
  EXPECT_FALSE(traffic.done("metrics-read"));
  traffic.get(metrics, R"({"data":[]})");
  EXPECT_TRUE(traffic.done("metrics-read"));
}

TEST_F(MovementsSteps, APlayerThatIsReadBack) {
  const std::string row = R"({"data":[{"external_client_id":"p","revenue_origin_id":"ab-1"}]})";
  traffic.get(players, row);  // before
  traffic.post(registration, R"({"externalId":"p","revenueOriginId":"AB-1"})", 409);
  traffic.get(players, row);
  EXPECT_FALSE(traffic.done("player-registered"));
  EXPECT_FALSE(traffic.done("player-read-back"));
  const auto registered = traffic.post(registration, R"({"externalId":"p","revenueOriginId":"AB-1"})", 200);
  EXPECT_TRUE(traffic.done("player-registered"));
  traffic.get(players, R"({"data":[{"external_client_id":"q","revenue_origin_id":"ab-1"}]})");
  traffic.get(players, R"({"data":[{"external_client_id":"p","revenue_origin_id":"ab-2"}]})");
  traffic.get(players, row, 500);
  EXPECT_FALSE(traffic.done("player-read-back"));
  const auto read = traffic.get(players, row);
  EXPECT_THAT(traffic.state("player-read-back").evidence, ElementsAre(registered, read));
}

TEST_F(MovementsSteps, BothTypes) {
  const auto first = traffic.post(movement, body(relative), 200);
  traffic.post(movement, body(absolute), 404, R"({"error":{"message":"client not found"}})");
  traffic.post(movement, body(relative), 200);
  EXPECT_FALSE(traffic.done("both-types"));
  const auto second = traffic.post(movement, body(absolute), 200);
  EXPECT_THAT(traffic.state("both-types").evidence, ElementsAre(first, second));
  EXPECT_FALSE(traffic.done("several-metrics"));
}

TEST_F(MovementsSteps, SeveralMetrics) {
  traffic.post(movement, body(relative + "," + absolute), 400);
  EXPECT_FALSE(traffic.done("several-metrics"));
  traffic.post(movement, body(relative + "," + absolute), 200);
  EXPECT_TRUE(traffic.done("several-metrics"));
  EXPECT_TRUE(traffic.done("both-types"));
}

TEST_F(MovementsSteps, ARetryUnderItsRequestId) {
  const auto lost = traffic.post(movement, body(relative, "r"), 0);
  EXPECT_FALSE(traffic.done("duplicate-taken"));
  const auto retry = traffic.post(movement, body(relative, "r"), 409, duplicate);
  EXPECT_THAT(traffic.state("duplicate-taken").evidence, ElementsAre(lost, retry));
}

TEST_F(MovementsSteps, NoRetryWithOtherContentOrAnotherIdOrOfWhatWasRefused) {
  traffic.post(movement, body(relative, "r"), 200);
  traffic.post(movement, body(absolute, "r"), 409, duplicate);
  traffic.post(movement, body(relative, "s"), 400);
  traffic.post(movement, body(relative, "s"), 409, duplicate);  // of another's
  traffic.post(movement, body(relative), 200);
  traffic.post(movement, body(relative), 409, duplicate);
  traffic.post(movement, body(relative, "r"), 404, R"({"error":{"message":"client not found"}})");
  EXPECT_FALSE(traffic.done("duplicate-taken"));
}

TEST_F(MovementsSteps, AMovementThatIsListedWithItsPayload) {
  const auto row = [](const std::string &payload) {
    return to_text(wire::JsonObject{{"data", wire::JsonArray{wire::JsonObject{{"raw_payload", payload}}}}});
  };
  traffic.get(movements, row(body(relative)));  // before
  const auto sent = traffic.post(movement, body(relative), 200);
  traffic.get(movements, row(body(absolute)));
  traffic.get(movements, row(body(relative)), 401);
  EXPECT_FALSE(traffic.done("movements-reconciled"));
  const auto read = traffic.get(movements, row(body(relative)));
  EXPECT_THAT(traffic.state("movements-reconciled").evidence, ElementsAre(sent, read));
}

}  // namespace
}  // namespace pitboss::reference::onboarding
