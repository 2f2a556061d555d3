// Replies are read in one pass; that sees what the tree of the same body holds.
#include "simulator/traffic/wallet_reply.hpp"

#include <gmock/gmock.h>

#include <random>

#include "schemas/wire/json.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using wire::Json;

std::string text_of(const Json *json, std::string_view name) {
  const Json *value = json == nullptr ? nullptr : json->find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

std::optional<Decimal> decimal_of(const Json *json, std::string_view name) {
  const Json *value = json == nullptr ? nullptr : json->find(name);
  return value == nullptr ? std::nullopt : value->decimal();
}

/// What the reply holds, as text; `balance`, say, is told of the last member of that name.
std::string told_by_the_tree(const Json &json) {
  std::string out = text_of(json.find("error"), "code") + "|" + text_of(&json, "playerId") + "|" +
                    text_of(&json, "playerToken") + "|";
  if (const auto balance = decimal_of(&json, "balance")) out += balance->to_string();
  const Json *list = json.find("freeGameInfo");
  if (list == nullptr || list->array() == nullptr) return out + "|no list";
  for (const Json &entry : *list->array()) {
    const auto instance = decimal_of(&entry, "instanceId");
    const auto remaining = decimal_of(entry.find("instanceInfo"), "numberOfRoundsRemaining");
    if (instance && remaining) out += "|" + instance->to_string() + ":" + remaining->to_string();
  }
  return out;
}

std::string told(const WalletReply &reply) {
  std::string out = reply.code + "|" + reply.player_id + "|" + reply.player_token + "|";
  if (reply.balance) out += reply.balance->to_string();
  if (!reply.free_games) return out + "|no list";
  for (const WalletReply::FreeGame &game : *reply.free_games)
    out += "|" + game.instance.to_string() + ":" + game.remaining.to_string();
  return out;
}

/// False where the body is no JSON.
bool expect_the_same(const std::string &body) {
  SCOPED_TRACE(body);
  const WalletReply reply = read_reply({200, body, "", "application/json", ""});
  const auto parsed = wire::parse_json(body);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed)) {
    EXPECT_EQ(reply.fault, "the body is no JSON: " + error->message);
    EXPECT_EQ(told(reply), "||||no list");
    return false;
  }
  EXPECT_EQ(told(reply), told_by_the_tree(std::get<Json>(parsed)));
  EXPECT_EQ(reply.fault, reply.balance ? "" : "there is no `balance` that is a number");
  return true;
}

const std::vector<std::string> bodies = {
    R"({"balance":10.25,"freeGameInfo":[{"instanceId":7,"offerId":8,"instanceInfo":{"numberOfRoundsRemaining":3}}]})",
    R"({"playerId":"p","playerToken":"t","balance":1050e-2,"balanceInfo":{"currency":"eur","balance":5}})",
    R"({"error":{"code":"VALIDATION_FAILED","message":"no","code2":{"code":"X"}},"balance":"10.00"})",
    R"({"balance":1,"balance":2,"balance":3})",
    R"({"balance":1,"balance":null})",
    R"({"b\u0061lance":7})",
    R"({"error":{"code":"A","code":5},"error":{"code":"B"}})",
    R"({"error":{"code":"A"},"error":"B"})",
    R"({"freeGameInfo":[{"instanceId":1,"instanceInfo":{"numberOfRoundsRemaining":2,"x":{"numberOfRoundsRemaining":9}}},5]})",
    R"({"freeGameInfo":[[{"instanceId":1,"instanceInfo":{"numberOfRoundsRemaining":2}}],{"instanceId":3}],"balance":[4]})",
    R"({"freeGameInfo":[{"instanceId":1,"instanceInfo":{"numberOfRoundsRemaining":2},"instanceInfo":null}]})",
    R"({"freeGameInfo":[{"instanceId":1,"instanceInfo":[{"numberOfRoundsRemaining":2}],"instanceId":"x"}],"freeGameInfo":{}})",
    R"([{"balance":1}])",
    "5",
    R"({"x":{"balance":1,"error":{"code":"A"},"freeGameInfo":[]}})",
    R"({"balance":1e99999999999})",
};

TEST(WalletReply, IsWhatTheTreeHolds) {
  for (const std::string &body : bodies) EXPECT_TRUE(expect_the_same(body));
  for (const std::string body : {"", "no JSON", "{", R"({"balance":1}x)", R"({"balance":01})"})
    EXPECT_FALSE(expect_the_same(body));
}

TEST(WalletReply, IsWhatTheTreeHoldsWhateverTheBody) {
  const std::vector<std::string> pieces = {"{",
                                           "}",
                                           "[",
                                           "]",
                                           ",",
                                           ":",
                                           "\"",
                                           "1",
                                           "null",
                                           R"("balance":)",
                                           R"("error":{"code":"E"},)",
                                           R"("code":)",
                                           R"("freeGameInfo":[)",
                                           R"({"instanceId":4,"instanceInfo":{"numberOfRoundsRemaining":6}},)",
                                           R"("instanceInfo":{)",
                                           "-5.0e1"};
  std::mt19937 random(11);
  int right = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string body = bodies[random() % bodies.size()];
    for (std::size_t changes = random() % 4; changes > 0 && !body.empty(); --changes) {
      const std::size_t at = random() % body.size();
      if (random() % 2 == 0) {
        body.erase(at, 1 + random() % 12);
      } else {
        body.insert(at, pieces[random() % pieces.size()]);
      }
    }
    right += expect_the_same(body) ? 1 : 0;
  }
  EXPECT_GT(right, 5'000);
}

/// Sums with such a balance would not fit, and the run would end of it.
TEST(WalletReply, ABalanceThatCannotBeReckonedWithIsAFault) {
  const auto read = [](const std::string &digits) {
    return read_reply({200, R"({"balance":)" + digits + "}", "", "application/json", ""});
  };
  for (const char *digits : {"99999999999999999999999999999999999999", "-1e22", "0.0000000000001"}) {
    EXPECT_FALSE(read(digits).balance) << digits;
    EXPECT_THAT(read(digits).fault, testing::HasSubstr("beyond all that was played for"));
  }
  EXPECT_EQ(read("9999999999999999999999.000000000001").fault, "");
}

TEST(WalletReply, KnowsItsKindByStatusAndCode) {
  using Kind = WalletReply::Kind;
  const auto kind = [](int status, const std::string &code) {
    return read_reply({status, R"({"error":{"code":")" + code + "\"}}", "", "application/json", ""}).kind;
  };
  EXPECT_EQ(kind(400, "VALIDATION_FAILED"), Kind::refused);
  EXPECT_EQ(kind(401, "SESSION_EXPIRED"), Kind::expired);
  EXPECT_EQ(kind(500, "RETRY_REQUIRED"), Kind::retryable);
  EXPECT_EQ(kind(500, "OTHER"), Kind::nothing);
  EXPECT_EQ(kind(429, ""), Kind::nothing);
}

}  // namespace
}  // namespace pitboss::traffic
