// What a target says reaches the report without secrets, and without what a terminal or a parser trips over.
#include <gmock/gmock.h>

#include "schemas/wire/encoding.hpp"
#include "tests/unit/scenario/run_fixture.hpp"

namespace pitboss::scenario {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReportTexts : public testing::RunFixture {
 protected:
  /// Every text of a run against a wallet that answers so to each transaction, and to each authenticate of a scenario.
  std::string texts_of(const std::string &error_code, const std::string &message) {
    wallet.after = [=](const target::Request &request, target::Reply &reply) {
      if (request.path == "/v1/balance") return;
      if (request.path == "/v1/authenticate" && reply.status == 200) return;
      const wire::Json error(wire::JsonObject{{"code", error_code}, {"message", message}});
      reply.status = 400;
      reply.body = wire::to_text(wire::Json(wire::JsonObject{{"error", error}}));
      reply.headers.emplace_back("X-Request-ID", message);
    };
    return wire::to_text(results::to_json(run(R"(id: wallet.x.debit
title: T
requirements: [wallet.debit.lowers-balance]
steps:
  - authenticate: {launch_token: tampered}
  - debit: {round: R, transaction: D, amount: 10.00}
    expect: {balance: -10.00}
---
id: wallet.x.set-up
title: T
requirements: [wallet.debit.lowers-balance]
steps:
  - debit: {round: R, transaction: D, amount: 10.00}
)")));
  }
};

TEST_F(ReportTexts, HoldNoSecretThatTheTargetEchoes) {
  const std::string secret = "s3cr3t-of-the-wallet";
  wallet.target.redactor.add(secret, "<wallet.hmac_secret>");
  for (const std::size_t padding : {0U, 105U, 150U, 490U}) {  // also across the places where texts are cut
    const std::string texts = texts_of("CODE-" + secret, std::string(padding, 'x') + secret);
    EXPECT_THAT(texts, Not(HasSubstr(secret))) << padding;
    EXPECT_THAT(texts, Not(HasSubstr(secret.substr(0, 12)))) << padding;
  }
}

TEST_F(ReportTexts, HoldNoTokenThatACommandPrinted) {
  for (target::Player &player : wallet.target.wallet->players) {
    player.launch_token_command = "printf " + player.launch_token;
    player.launch_token.clear();
  }
  const std::string texts = wire::to_text(results::to_json(run(R"(id: wallet.x.authenticate
title: T
requirements: [wallet.authenticate.response]
steps:
  - authenticate: {}
    expect: accepted
)")));
  EXPECT_THAT(texts, HasSubstr("<wallet.players.1.launch_token>"));
  EXPECT_THAT(texts, Not(HasSubstr("launch-1")));
}

TEST_F(ReportTexts, AreReadableWhateverTheTargetSays) {
  const std::string texts = texts_of(std::string("C\x1b[31m\0D", 8), std::string("\x07\xff\xfe\x1b]0;x", 8));
  EXPECT_TRUE(wire::is_valid_utf8(texts));
  // The body that came holds escapes of its own; "\\\\u001b" is one of those, "\\u001b" a character of ours.
  for (const char *escape : {"\\u001b", "\\u0000", "\\u0007"})
    for (std::size_t at = texts.find(escape); at != std::string::npos; at = texts.find(escape, at + 1))
      EXPECT_EQ(texts.at(at - 1), '\\') << texts.substr(at > 80 ? at - 80 : 0, 160);
}

TEST_F(ReportTexts, AreOfALengthThatSomebodyReads) {
  const std::string texts = texts_of(std::string(400'000, 'C'), std::string(400'000, 'm'));
  EXPECT_LT(texts.size(), 1'000'000U);
}

}  // namespace
}  // namespace pitboss::scenario
