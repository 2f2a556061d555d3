// Which action can be done to whose client.
#include <gmock/gmock.h>

#include "reference_impl/referee/script.hpp"

namespace pitboss::reference::referee {
namespace {

TEST(RefereeAction, ItsNameLeadsBackToIt) {
  EXPECT_EQ(action_kind(to_string(Action::Kind::cut_json)), Action::Kind::cut_json);
  EXPECT_EQ(action_kind("cut-json"), std::nullopt);
}

TEST(RefereeAction, WhatOneContractHasIsNotDoneToOthers) {
  EXPECT_TRUE(fits(Action::Kind::insufficient_funds, "wallet"));
  EXPECT_FALSE(fits(Action::Kind::insufficient_funds, "feed"));
  EXPECT_TRUE(fits(Action::Kind::too_many, "feed"));
  EXPECT_FALSE(fits(Action::Kind::too_many, "movements"));
  for (const char *contract : {"wallet", "feed", "movements"}) EXPECT_TRUE(fits(Action::Kind::slow, contract));
}

}  // namespace
}  // namespace pitboss::reference::referee
