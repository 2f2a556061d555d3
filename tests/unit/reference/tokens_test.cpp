#include "reference_impl/wallet/tokens.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::wallet {
namespace {

const Claims claims{.kind = Claims::Kind::player,
                    .player_id = "p",
                    .provider = "v",
                    .game = "g",
                    .brand = "b",
                    .expires_at = *wire::parse_date_time("2026-05-01T12:00:00Z")};

TEST(Tokens, ReadsWhatItIssued) {
  const Tokens tokens("key");
  EXPECT_EQ(tokens.read(tokens.issue(claims)), claims);
  Claims launch{.kind = Claims::Kind::launch,
                .player_id = "p",
                .provider = {},
                .game = {},
                .brand = "b",
                .expires_at = claims.expires_at};
  EXPECT_EQ(tokens.read(tokens.issue(launch)), launch);
}

TEST(Tokens, ExpiryIsForTheCallerToAsk) {
  EXPECT_TRUE(claims.is_expired(claims.expires_at));
  EXPECT_FALSE(claims.is_expired(claims.expires_at - std::chrono::seconds(1)));
}

TEST(Tokens, RefusesEveryDamage) {
  const Tokens tokens("key");
  const std::string good = tokens.issue(claims);
  // The last character holds two bits that mean nothing in base64, so it may change without a difference.
  for (std::size_t i = 0; i + 1 < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens.read(bad)) << i;
  }
  EXPECT_FALSE(tokens.read(good.substr(0, good.rfind('.') + 1)));
  EXPECT_FALSE(tokens.read(good.substr(0, good.rfind('.'))));
  EXPECT_FALSE(Tokens("other").read(good));
  for (const std::string &text : {std::string(), std::string("x"), std::string(".."), std::string(5000, 'a'),
                                  good + "x", std::string("a\0b", 3)}) {
    EXPECT_FALSE(tokens.read(text));
  }
}

TEST(Tokens, RefusesDamageToWhatItHasReadBefore) {
  const Tokens tokens("key");
  const std::string good = tokens.issue(claims);
  EXPECT_EQ(tokens.read(good), claims);
  EXPECT_EQ(tokens.read(good), claims);
  EXPECT_FALSE(tokens.read(good + "x"));
  EXPECT_FALSE(tokens.read(good.substr(0, good.rfind('.') + 1)));
}

TEST(Tokens, ReadsAnyNumberOfTokens) {
  const Tokens tokens("key");
  Claims other = claims;
  const std::string first = tokens.issue(claims);
  for (int i = 0; i < 20'100; ++i) {  // more than it keeps in mind
    other.player_id = "p" + std::to_string(i);
    ASSERT_EQ(tokens.read(tokens.issue(other)), other);
  }
  EXPECT_EQ(tokens.read(first), claims);
}

TEST(Tokens, RefusesAlgorithmNone) {
  const std::string good = Tokens("key").issue(claims);
  const std::size_t first = good.find('.');
  const std::string payload = good.substr(first, good.rfind('.') - first + 1);
  for (const char *header :
       {R"({"alg":"none","typ":"JWT"})", R"({"alg":"NONE"})", R"({"typ":"JWT"})", R"({"alg":"HS512"})"}) {
    std::string encoded = wire::to_base64(header);
    while (encoded.back() == '=') encoded.pop_back();
    EXPECT_FALSE(Tokens("key").read(encoded + payload)) << header;
    EXPECT_FALSE(Tokens("key").read(encoded + payload + good.substr(good.rfind('.') + 1))) << header;
  }
}

}  // namespace
}  // namespace pitboss::reference::wallet
