#include "simulator/traffic/profile.hpp"

#include "simulator/traffic/wallet_plan.hpp"

namespace pitboss::traffic {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using wire::Decimal;

const std::string smallest = R"(profile: small
wallet:
  bets: [{amount: 0.10, weight: 1}]
  payouts: [{times: 0, weight: 3}, {times: 2, weight: 1}]
  return_to_player: 50
)";

std::string errors_of(const std::string &text) {
  try {
    parse_profile(text, "traffic.yaml");
    return "";
  } catch (const files::FileErrors &errors) {
    return errors.what();
  }
}

std::string replaced(std::string text, const std::string &what, const std::string &with) {
  return text.replace(text.find(what), what.size(), with);
}

TEST(Profile, ReadsTheSmallest) {
  const Profile profile = parse_profile(smallest, "traffic.yaml");
  EXPECT_EQ(profile.name, "small");
  EXPECT_EQ(profile.duration, 30s);
  EXPECT_EQ(profile.connections, 64);
  EXPECT_FALSE(profile.open_loop);
}

TEST(Profile, ReadsAnOpenLoop) {
  const Profile profile = parse_profile(R"(profile: open
warm_up: 5s
open_loop:
  arrival: constant
  phases: [{for: 10s, rate: 100}, {for: 1m, from: 100, to: 500}]
  max_lag: 20ms
thresholds: [p99<50ms]
)" + smallest.substr(smallest.find("wallet:")),
                                        "traffic.yaml");
  ASSERT_TRUE(profile.open_loop);
  EXPECT_EQ(profile.open_loop->arrival, Arrival::constant);
  EXPECT_EQ(profile.open_loop->phases, (std::vector<Phase>{{10s, 100, 100}, {60s, 100, 500}}));
  EXPECT_EQ(profile.open_loop->max_lag, 20ms);
  EXPECT_EQ(profile.duration, 65s);
  EXPECT_EQ(profile.thresholds.size(), 1U);
}

TEST(Profile, ShippedOnesAreRight) {
  const std::vector<std::string> names = shipped_profiles();
  EXPECT_THAT(names, testing::Contains("casino"));
  for (const std::string &name : names) {
    SCOPED_TRACE(name);
    const Profile profile = find_profile(name);
    EXPECT_EQ(profile.name, name);
    if (!profile.uses("wallet")) continue;
    EXPECT_NO_THROW(check_scale(read_wallet_plan(profile.file), profile.file, 2));
  }
}

TEST(Profile, NamesPlaceAndNearestKey) {
  EXPECT_THAT(errors_of(replaced(smallest, "payouts", "payuots")), HasSubstr("traffic.yaml:4:3"));
  EXPECT_THAT(errors_of(replaced(smallest, "payouts", "payuots")), HasSubstr("payouts"));
  EXPECT_THAT(errors_of(smallest + "duration: soon\n"), HasSubstr("traffic.yaml:6:11"));
  EXPECT_THAT(errors_of(smallest + "thresholds: [p99<50]\n"), HasSubstr("traffic.yaml:6:14"));
  EXPECT_THAT(errors_of(smallest + "duration: 0s\n"), HasSubstr("takes some time"));
}

TEST(Profile, HasTrafficOfOneContractOrSeveral) {
  const std::string movements = "movements:\n  share: 3\n  metrics_a_movement: [1, 2]\n";
  EXPECT_EQ(parse_profile("profile: m\n" + movements, "traffic.yaml").contracts.size(), 1U);
  const Profile both = parse_profile(smallest + movements, "traffic.yaml");
  ASSERT_EQ(both.contracts.size(), 2U);
  EXPECT_EQ(both.contracts[0].contract, "movements");
  EXPECT_EQ(both.contracts[0].weight, 3);
  EXPECT_TRUE(both.uses("wallet"));
  EXPECT_THAT(errors_of("profile: none\n"), HasSubstr("traffic of no contract"));
  EXPECT_THAT(errors_of(replaced("profile: m\n" + movements, "[1, 2]", "[2, 1]")), HasSubstr("traffic.yaml:4:23"));
  EXPECT_THAT(errors_of("profile: m\n" + movements + "  largest_value: 99999999.5\n"), HasSubstr("traffic.yaml:5:18"));
}

TEST(Profile, RefusesAnOpenLoopThatCannotBe) {
  EXPECT_THAT(errors_of(smallest + "duration: 5s\nopen_loop: {phases: [{for: 1s, rate: 1}]}\n"),
              HasSubstr("remove `duration`"));
  EXPECT_THAT(errors_of(smallest + "open_loop: {phases: [{for: 1s, rate: 0}]}\n"), HasSubstr("above 0"));
  EXPECT_THAT(errors_of(smallest + "warm_up: 2s\nopen_loop: {phases: [{for: 1s, rate: 1}]}\n"), HasSubstr("shorter"));
}

TEST(Profile, WantsTheReturnToPlayerThatThePayoutsGive) {
  EXPECT_EQ(errors_of(replaced(smallest, "player: 50", "player: 50.00")), "");
  const std::string wrong = errors_of(replaced(smallest, "player: 50", "player: 50.0000000000001"));
  EXPECT_THAT(wrong, HasSubstr("traffic.yaml:5:21"));
  EXPECT_THAT(wrong, HasSubstr("give back 2 for each 4 of bets, which is not 50.0000000000001 percent"));
}

TEST(Profile, TakesSharesOfFourDecimals) {
  const Profile profile = parse_profile(smallest + "  retried: 0.0125\n", "traffic.yaml");
  EXPECT_EQ(read_wallet_plan(profile.file).retried, 125U);
  EXPECT_THAT(errors_of(smallest + "  retried: 0.00001\n"), HasSubstr("at most four decimals"));
  EXPECT_THAT(errors_of(smallest + "  retried: 101\n"), HasSubstr("traffic.yaml:6:12"));
}

TEST(WalletPlan, IsHeldAgainstTheDecimalsOfTheTarget) {
  const Profile profile = parse_profile(replaced(smallest, "times: 2", "times: 2.0"), "traffic.yaml");
  const WalletPlan plan = read_wallet_plan(profile.file);
  EXPECT_NO_THROW(check_scale(plan, profile.file, 1));
  try {
    check_scale(plan, profile.file, 0);
    ADD_FAILURE();
  } catch (const files::FileErrors &errors) {
    EXPECT_THAT(errors.what(), HasSubstr("traffic.yaml:3:10: 0.1 needs 1 decimals, but the target keeps 0"));
  }
}

TEST(Weighted, DrawsByWeight) {
  const Weighted weighted({{Decimal(1), 1}, {Decimal(2), 3}});
  Random random(1, 1);
  int ones = 0;
  for (int i = 0; i < 100'000; ++i) ones += weighted.draw(random) == Decimal(1) ? 1 : 0;
  EXPECT_NEAR(ones, 25'000, 700);
  EXPECT_EQ(weighted.sum(), Decimal(7));
  EXPECT_EQ(weighted.weights(), Decimal(4));
}

TEST(Duration, IsReadWithItsUnit) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("1h"), 1h);
  EXPECT_EQ(parse_duration("5"), std::nullopt);
  EXPECT_EQ(parse_duration("5 s"), std::nullopt);
  EXPECT_EQ(parse_duration("-5s"), std::nullopt);
}

}  // namespace
}  // namespace pitboss::traffic
