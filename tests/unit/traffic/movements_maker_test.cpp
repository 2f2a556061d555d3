#include "simulator/traffic/movements_maker.hpp"

#include "simulator/traffic/movements_list_check.hpp"
#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic {
namespace {

using testing::HasSubstr;
using wire::Json;

target::Rest rest_target() {
  return target::parse_target(R"(name: acme
movements:
  base_url: http://127.0.0.1:1
  api_key: secret-key
  brands: [6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01, 0b7e9d12-8c4f-4a6b-b1d3-2e5f7a9c8b02]
  click_ids: [click-1, click-2]
  metrics: {decimal: [ngr, ggr, bets, wins], integer: [logins, deposits-count]}
)",
                              "acme.yaml", [](const std::string &) { return std::nullopt; })
      .rest_of("movements");
}

MovementsSetup setup_of(const std::string &more, Part shard = {}, std::uint64_t seed = 1) {
  const Profile profile = parse_profile("profile: small\nmovements:\n  players: 6\n" + more, "traffic.yaml");
  return make_movements_setup(rest_target(), profile.file, shard, seed, "pb1");
}

TEST(MovementMaker, MakesTheSameFromTheSameSeed) {
  const MovementsSetup setup = setup_of("  large_values: 20\n");
  const MovementsSetup other = setup_of("  large_values: 20\n", {}, 2);
  int different = 0;
  for (std::uint32_t number = 1; number < 100; ++number) {
    const MovementRef ref{number, MovementRef::Id::as_drawn, false};
    EXPECT_EQ(MovementMaker(setup, 0).make(ref).payload, MovementMaker(setup, 0).make(ref).payload);
    different += MovementMaker(setup, 0).make(ref).payload != MovementMaker(other, 0).make(ref).payload ? 1 : 0;
  }
  EXPECT_GT(different, 90);
}

TEST(MovementMaker, WritesWhatTheModelApplies) {
  const MovementsSetup setup = setup_of("  large_values: 20\n  both_ways: 20\n");
  const MovementMaker maker(setup, 1);
  for (std::uint32_t number = 1; number < 300; ++number) {
    const model::Movement movement = maker.make({number, MovementRef::Id::as_drawn, number % 5 == 0});
    const auto parsed = wire::parse_json(movement.payload);
    const Json &body = std::get<Json>(parsed);
    const wire::JsonArray &metrics = *body.find("metrics")->array();
    ASSERT_EQ(metrics.size(), movement.metrics.size());
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      EXPECT_EQ(*metrics[i].find("code"), Json(movement.metrics[i].code));
      EXPECT_EQ(*metrics[i].find("type"), Json(movement.metrics[i].absolute ? "absolute" : "relative"));
      EXPECT_EQ(wire::Decimal::parse_numeric_string(*metrics[i].find("value")->string()), movement.metrics[i].value);
      EXPECT_LE(movement.metrics[i].value.significant_digits(), 15);
      EXPECT_FALSE(number % 5 == 0 && movement.metrics[i].absolute) << "an order that nobody knows";
    }
    EXPECT_EQ(body.find("requestId") != nullptr, movement.request_id.has_value());
  }
}

TEST(MovementMaker, RefusesWhatTheTargetFileAllowsFor) {
  const MovementsSetup setup = setup_of("");
  const MovementMaker maker(setup, 0);
  EXPECT_FALSE(maker.can_refuse(MovementRefusal::too_many_metrics));
  EXPECT_FALSE(maker.can_refuse(MovementRefusal::archived));
  EXPECT_TRUE(maker.can_refuse(MovementRefusal::unknown_code));
  EXPECT_THAT(maker.refused(1, MovementRefusal::unknown_code), HasSubstr("no-such-metric"));
  EXPECT_THAT(maker.refused(1, MovementRefusal::fraction_for_integer), HasSubstr(R"("value":"1.5")"));
  EXPECT_THAT(maker.refused(1, MovementRefusal::unknown_player), HasSubstr("-nobody"));
}

TEST(MovementsSetup, ShardsDivideThePlayers) {
  std::vector<std::size_t> numbers;
  for (std::uint32_t shard = 0; shard < 4; ++shard)
    for (const MovementsPlayer &player : setup_of("", {shard, 4}).players) numbers.push_back(player.number);
  EXPECT_THAT(numbers, testing::UnorderedElementsAre(1, 2, 3, 4, 5, 6));
}

class MovementsList : public testing::Test {
 protected:
  Json row(std::uint32_t number) const {
    const model::Movement movement = maker.make(ref(number));
    Json out{wire::JsonObject{}};
    out.set("external_client_id", maker.player().external_id);
    out.set("revenue_origin_id", maker.player().brand);
    out.set("request_id", *movement.request_id);
    out.set("metrics", *std::get<Json>(wire::parse_json(movement.payload)).find("metrics"));
    out.set("raw_payload", movement.payload);
    out.set("created_at", "2026-11-25T10:00:00Z");
    return out;
  }
  static MovementRef ref(std::uint32_t number) { return {number, MovementRef::Id::always, false}; }

  MovementsSetup setup = setup_of("");
  MovementMaker maker{setup, 0};
  MovementsListCheck check{maker, {ref(1), ref(2)}, {ref(3)}};
};

TEST_F(MovementsList, IsRightInAnyOrderWithOrWithoutWhatIsDoubted) {
  check.take(row(2));
  check.take(row(1));
  check.take(row(3));
  check.finish();
  EXPECT_EQ(check.fault_count(), 0U);
  EXPECT_EQ(check.found().size(), 1U);
}

TEST_F(MovementsList, TellsWhatIsMissingTwiceAndStrange) {
  check.take(row(1));
  check.take(row(1));
  check.take(row(9));
  check.finish();
  ASSERT_EQ(check.fault_count(), 3U);
  EXPECT_THAT(check.faults()[0], HasSubstr("listed more often"));
  EXPECT_THAT(check.faults()[1], HasSubstr("no accepted request had this raw payload"));
  EXPECT_THAT(check.faults()[2], HasSubstr("not listed: movement 2"));
}

TEST_F(MovementsList, TellsARowThatShowsAnythingElse) {
  Json changed = row(1);
  changed.set("request_id", "another");
  changed.set("created_at", "yesterday");
  check.take(changed);
  EXPECT_EQ(check.fault_count(), 2U);
}

}  // namespace
}  // namespace pitboss::traffic
