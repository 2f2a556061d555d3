#include "reference_impl/wallet/messages.hpp"

namespace pitboss::reference::wallet {
namespace {

const WalletReading reading;

/// The transaction of the contract with `replacement` for one member's text; "" leaves the member out.
std::string transaction(const std::string &name = {}, const std::string &replacement = {}) {
  const std::vector<std::pair<std::string, std::string>> members = {
      {"playerId", "\"p\""},
      {"provider", "\"v\""},
      {"game", "\"g\""},
      {"transactionId", "\"T\""},
      {"roundId", "\"R\""},
      {"amount", "10.00"},
      {"transactionType", "\"debit\""},
      {"roundFinished", "true"},
      {"freeGameInfo", R"({"instanceId":1,"offerId":99})"},
      {"ip", "\"1.2.3.4\""},
      {"gameInfo", R"({"gameTransactionType":"spin","metaData":[{"betType":"x","amount":10}]})"}};
  std::string body = "{";
  for (const auto &[key, value] : members) {
    const std::string text = key == name ? replacement : value;
    if (!text.empty()) body += (body.size() > 1 ? ",\"" : "\"") + key + "\":" + text;
  }
  return body + "}";
}

TransactionRequest read(const std::string &body) {
  return read_transaction(reading, reading.parse(body));
}

TEST(Messages, ReadsAllFields) {
  const TransactionRequest request = read(transaction());
  EXPECT_EQ(request.player_id, "p");
  EXPECT_EQ(request.round_id, "R");
  EXPECT_EQ(request.amount, Decimal(10));
  EXPECT_TRUE(request.round_finished);
  EXPECT_EQ(request.free_game->offer_id, 99);
}

TEST(Messages, NullAndAbsentOptionalFieldsAreTheSame) {
  for (const char *text : {"", "null"}) {
    EXPECT_FALSE(read(transaction("roundFinished", text)).round_finished);
    EXPECT_FALSE(read(transaction("freeGameInfo", text)).free_game);
    EXPECT_NO_THROW(read(transaction("gameInfo", text)));
  }
}

TEST(Messages, RequiredFieldsAreRequired) {
  for (const char *name :
       {"playerId", "provider", "game", "transactionId", "roundId", "amount", "transactionType", "ip"}) {
    EXPECT_THROW(read(transaction(name, "")), Refusal) << name;
    EXPECT_THROW(read(transaction(name, "null")), Refusal) << name;
    EXPECT_THROW(read(transaction(name, "[]")), Refusal) << name;
  }
}

TEST(Messages, NamesMatchInAnyCase) {
  std::string body = transaction();
  body.replace(body.find("playerId"), 8, "PLAYERID");
  body.replace(body.find("instanceId"), 10, "INSTANCEid");
  EXPECT_EQ(read(body).free_game->instance_id, 1);
}

TEST(Messages, Amounts) {
  for (const char *text : {"0", "-0", "1e1", "0.01", "-5", "123456789012.345", "1.0e+3", "900000000000000"}) {
    EXPECT_NO_THROW(read(transaction("amount", text))) << text;
  }
  for (const char *text : {"\"10\"", "true", "1234567890123456", "1e18", "1e-19", "1e999999999", "{}"}) {
    EXPECT_THROW(read(transaction("amount", text)), Refusal) << text;
  }
}

TEST(Messages, Identifiers) {
  EXPECT_NO_THROW(read(transaction("roundId", '"' + std::string(255, 'a') + '"')));
  for (const std::string &text : {std::string("\"\""), '"' + std::string(256, 'a') + '"', std::string("\"a b\""),
                                  std::string("\"'; DROP TABLE rounds--\""), std::string("12")}) {
    EXPECT_THROW(read(transaction("roundId", text)), Refusal) << text;
  }
}

TEST(Messages, Ip) {
  for (const char *text : {"\"::1\"", "\"1.2.3\"", "\"1.2.3.256\"", "\"\"", "\"1.2.3.4\\u0000\"", "\"a.b.c.d\""}) {
    EXPECT_THROW(read(transaction("ip", text)), Refusal) << text;
  }
}

TEST(Messages, WrongTypesOfOptionalFields) {
  EXPECT_THROW(read(transaction("roundFinished", "\"true\"")), Refusal);
  EXPECT_THROW(read(transaction("freeGameInfo", "[]")), Refusal);
  EXPECT_THROW(read(transaction("freeGameInfo", R"({"instanceId":1.5,"offerId":1})")), Refusal);
  EXPECT_THROW(read(transaction("freeGameInfo", R"({"instanceId":99999999999999999999,"offerId":1})")), Refusal);
  EXPECT_THROW(read(transaction("gameInfo", "[]")), Refusal);
  EXPECT_THROW(read(transaction("transactionType", "\"DEBIT\"")), Refusal);
}

TEST(Messages, FreeTextsHave255Characters) {
  const auto with_text = [](std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += "ü";
    return transaction("gameInfo", R"({"gameTransactionType":")" + text + "\"}");
  };
  EXPECT_NO_THROW(read(with_text(255)));
  EXPECT_THROW(read(with_text(256)), Refusal);
}

TEST(Messages, FreeGameOfACreditIsIgnored) {
  std::string body = transaction("freeGameInfo", "17");
  body.replace(body.find("\"debit\""), 7, "\"credit\"");
  EXPECT_FALSE(read(body).free_game);
}

TEST(Messages, WhatIsNoObjectIsRefused) {
  for (const char *body : {"", "[]", "1", "{", "null", "\xff"}) EXPECT_THROW(reading.parse(body), Refusal) << body;
}

}  // namespace
}  // namespace pitboss::reference::wallet
