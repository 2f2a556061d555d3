#include "simulator/scenario/labels.hpp"

#include <gtest/gtest.h>

namespace pitboss::scenario {
namespace {

std::optional<std::string> player_id(std::string_view name) {
  if (name == "player_id") return "p-1";
  return std::nullopt;
}

TEST(Placeholders, AreReplacedAndOtherBracesStay) {
  EXPECT_EQ(fill_in(R"({"playerId": "{player_id}"})", player_id), R"({"playerId": "p-1"})");
  EXPECT_EQ(fill_in(R"({"a": {"b": {}}})", player_id), R"({"a": {"b": {}}})");
  EXPECT_EQ(fill_in("{{player_id}", player_id), "{player_id}");
  EXPECT_EQ(fill_in("{repeat:3:ab}", player_id), "ababab");
  EXPECT_EQ(fill_in("{unknown} {", player_id), "{unknown} {");
}

TEST(Labels, AreOneIdThroughoutAndFreshForEachPlay) {
  const Labels labels("pb-1", {});
  const Labels others("pb-2", {});
  EXPECT_EQ(labels.id("R", 1), labels.id("R", 2));
  EXPECT_NE(labels.id("R{n}", 1), labels.id("R{n}", 2));
  EXPECT_NE(labels.id("R", 1), labels.id("D", 1));
  EXPECT_NE(labels.id("R", 1), others.id("R", 1));
}

TEST(Labels, TakeTheShapeThatTheScenarioGives) {
  const Labels labels("pb-1", {{"A", "{unique:64}a"}, {"B", "{unique:64}b"}});
  const std::string a = labels.id("A", 1);
  EXPECT_EQ(a.size(), 65U);
  EXPECT_EQ(a.substr(0, 64), labels.id("B", 1).substr(0, 64));
  EXPECT_NE(a, labels.id("B", 1));
  EXPECT_NE(a, Labels("pb-1", {{"A", "{unique:64}a"}}).id("A", 1));
}

}  // namespace
}  // namespace pitboss::scenario
