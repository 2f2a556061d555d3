#include "simulator/model/movements_model.hpp"

#include <gtest/gtest.h>

#include "simulator/model/feed_model.hpp"

namespace pitboss::model {
namespace {

using wire::Decimal;

Decimal decimal(const char *text) {
  return *Decimal::parse(text);
}

Movement movement(bool absolute, const char *value, std::optional<std::string> request_id = {}) {
  return {{{"ngr", absolute, decimal(value)}}, std::move(request_id), ""};
}

TEST(PlayerBook, FoldsAbsoluteAndRelativeUpdatesInOrder) {
  PlayerBook book;
  book.record(movement(false, "50"));
  book.record(movement(false, "-0.1"));
  book.record(movement(true, "20"));
  book.record(movement(false, "5"));
  EXPECT_EQ(book.balances(), (Balances{{"ngr", Decimal(25)}}));
  EXPECT_EQ(book.movements().size(), 4U);
}

TEST(PlayerBook, AddsExactly) {
  PlayerBook book;
  for (int n = 0; n < 10; ++n) book.record(movement(false, "0.1"));
  for (const char *value : {"900000000000000", "0.01", "-900000000000000"}) book.record(movement(false, value));
  EXPECT_EQ(book.balances().at("ngr"), decimal("1.01"));
}

TEST(PlayerBook, KnowsWhichRequestIdsWereUsed) {
  PlayerBook book;
  book.record(movement(false, "1", "A"));
  book.record(movement(false, "1"));
  EXPECT_TRUE(book.is_duplicate("A"));
  EXPECT_FALSE(book.is_duplicate("a"));
  EXPECT_FALSE(book.is_duplicate(std::nullopt));
}

wire::Json record(const char *customer, const char *currency, int bets) {
  return wire::JsonObject{{"customer_id", customer}, {"currency", currency}, {"bets_count", bets}};
}

TEST(RecordBook, KeepsTheLastUnderEachKeyWhole) {
  RecordBook book({"customer_id", "currency"});
  book.put(record("a", "EUR", 1));
  book.put(record("a", "USD", 2));
  book.put(wire::JsonObject{{"currency", "EUR"}, {"customer_id", "a"}});
  ASSERT_EQ(book.rows().size(), 2U);
  EXPECT_EQ(book.rows().at(book.key_of(record("a", "EUR", 9))).find("bets_count"), nullptr);
  EXPECT_EQ(*book.rows().at(book.key_of(record("a", "USD", 9))).find("bets_count"), wire::Json(2));
}

}  // namespace
}  // namespace pitboss::model
