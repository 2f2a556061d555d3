#include "reference_impl/movements/settlement.hpp"

namespace pitboss::reference::movements {
namespace {

using testing::ElementsAre;
using wire::Decimal;

OpenContribution open(std::string movement, std::string_view amount) {
  return {.movement_id = std::move(movement), .amount = *Decimal::parse_numeric_string(amount)};
}

TEST(Settlement, PaysAllThatIsOpenExactly) {
  const std::vector<OpenContribution> contributions = {open("a", "0.0025"), open("b", "-0.001"), open("c", "10")};
  EXPECT_EQ(open_balance(contributions), Decimal::from_units(100'015, 4));
  const auto settlement = std::get<Settlement>(settle(contributions));
  EXPECT_EQ(settlement.total, Decimal::from_units(100'015, 4));
  EXPECT_THAT(settlement.movements, ElementsAre("a", "b", "c"));
}

TEST(Settlement, WhatIsNotAboveZeroIsCarriedOver) {
  const auto reason_of = [](const std::vector<OpenContribution> &contributions) {
    return std::get<Refusal>(settle(contributions)).reason;
  };
  EXPECT_EQ(reason_of({}), Refusal::Reason::nothing_to_settle);
  EXPECT_EQ(reason_of({open("a", "1"), open("b", "-1")}), Refusal::Reason::nothing_to_settle);
  EXPECT_EQ(reason_of({open("a", "-0.001")}), Refusal::Reason::nothing_to_settle);
}

}  // namespace
}  // namespace pitboss::reference::movements
