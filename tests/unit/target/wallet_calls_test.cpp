#include "simulator/target/wallet_calls.hpp"

namespace pitboss::target {
namespace {

Wallet wallet() {
  Wallet result;
  result.provider = "p";
  result.game = "g";
  return result;
}

const Session session{"player-9", "token", "eur", "g", wire::Decimal(100), {}};

TEST(WalletCalls, HoldEveryRequiredField) {
  const Wallet own = wallet();
  const WalletCalls calls(own);
  const Player player{"launch", "", "1.2.3.4", "mobile", {}};
  const auto amount = *wire::Decimal::parse("10.5");
  EXPECT_EQ(wire::to_text(calls.authenticate("launch", player, "g2").body),
            R"({"launchToken":"launch","provider":"p","game":"g2","ip":"1.2.3.4","platform":"mobile"})");
  EXPECT_EQ(calls.authenticate("launch", player, "g2").token, "");
  EXPECT_EQ(wire::to_text(calls.balance(session).body), R"({"playerId":"player-9","provider":"p","game":"g"})");
  EXPECT_EQ(wire::to_text(calls.transaction(session, player, "debit", "R", "D", amount).body),
            R"({"playerId":"player-9","provider":"p","game":"g","transactionId":"D","roundId":"R","amount":10.50,)"
            R"("transactionType":"debit","ip":"1.2.3.4"})");
  EXPECT_EQ(wire::to_text(calls.rollback(session, "R", "D").body),
            R"({"playerId":"player-9","provider":"p","game":"g","transactionId":"D","roundId":"R"})");
  EXPECT_NE(calls.balance(session).request_id, calls.balance(session).request_id);
}

TEST(WalletCalls, AreSignedOverTheBytesAsSent) {
  const wire::Signer signer("secret", wire::SignatureEncoding::hex);
  const Wallet own = wallet();
  const WalletCall call = WalletCalls(own).balance(session);
  const Request plain = to_request(call, signer);
  EXPECT_EQ(plain.method + plain.path, "POST/v1/balance");
  const Headers expected{{"Content-Type", "application/json"},
                         {"X-HMAC-Signature", signer.sign(plain.body)},
                         {"Authorization", "Bearer token"},
                         {"X-Request-ID", call.request_id}};
  EXPECT_EQ(plain.headers, expected);
  const Request raw = to_request({"/v1/balance", {}, "", ""}, signer, " {not json");
  EXPECT_EQ(raw.body, " {not json");
  EXPECT_EQ(raw.headers.size(), 2U);
  EXPECT_EQ(raw.headers[1].second, signer.sign(" {not json"));
}

WalletReply reply_of(int status, const std::string &body) {
  Exchange exchange;
  exchange.reply = Reply{status, "1.1", {}, body, body.size()};
  return read_wallet_reply(exchange);
}

TEST(WalletReplies, AreReadAsFarAsTheyCanBe) {
  EXPECT_EQ(read_wallet_reply({}).status, 0);
  const WalletReply accepted = reply_of(200, R"({"balance": 1480.50})");
  EXPECT_TRUE(accepted.accepted());
  EXPECT_EQ(accepted.balance, wire::Decimal::parse("1480.5"));
  EXPECT_EQ(reply_of(200, R"({"balance": "10.00"})").balance, wire::Decimal(10));
  for (const char *body : {"", "<html>", "null", "[]", "5", R"({"balance":null})", R"({"balance":"x"})",
                           R"({"balance":{}})", "{\"balance\":1e999}"})
    EXPECT_FALSE(reply_of(200, body).balance) << body;
  const WalletReply refused = reply_of(400, R"({"error": {"code": "INSUFFICIENT_FUNDS", "message": "no"}})");
  EXPECT_TRUE(refused.refused());
  EXPECT_EQ(refused.error_code + refused.error_message, "INSUFFICIENT_FUNDSno");
  for (const char *body : {R"({"error":"x"})", R"({"error":{"code":5}})", R"({"error":null})"})
    EXPECT_EQ(reply_of(400, body).error_code, "");
}

TEST(WalletReplies, RetryableAreThoseOfTheContract) {
  const auto retryable = [](int status, const std::string &code) {
    return reply_of(status, R"({"error":{"code":")" + code + R"("}})").retryable();
  };
  EXPECT_TRUE(retryable(500, "DEBIT_FAILED"));
  EXPECT_TRUE(retryable(500, "CREDIT_FAILED"));
  EXPECT_TRUE(retryable(500, "RETRY_REQUIRED"));
  EXPECT_TRUE(retryable(401, "SESSION_EXPIRED"));
  EXPECT_FALSE(retryable(401, "PLAYER_UNAUTHORIZED"));
  EXPECT_FALSE(retryable(500, "OTHER"));
  EXPECT_FALSE(retryable(400, "RETRY_REQUIRED"));
  EXPECT_FALSE(retryable(200, "RETRY_REQUIRED"));
}

}  // namespace
}  // namespace pitboss::target
