#include "simulator/scenario/doctor.hpp"

#include <gmock/gmock.h>

#include "tests/unit/scenario/fake_wallet.hpp"

namespace pitboss::scenario {
namespace {

using results::Finding;
using results::Verdict;
using testing::FakeWallet;
using ::testing::HasSubstr;

class Doctor : public ::testing::Test {
 protected:
  FakeWallet wallet;

  std::vector<Finding> examine() {
    WalletSessions sessions;
    return examine_wallet(wallet.target, wallet.connect(), sessions);
  }
  /// The first that is not a pass; a pass where all are.
  Finding trouble() {
    for (const Finding &finding : examine())
      if (finding.verdict != Verdict::pass) return finding;
    return {};
  }
};

TEST_F(Doctor, FindsAGoodTargetGood) {
  EXPECT_EQ(trouble().name, "");
}

TEST_F(Doctor, TellsAWrongSecretFromAWrongEncoding) {
  wallet.target.wallet->signature_encoding = wire::SignatureEncoding::base64;
  Finding finding = trouble();
  EXPECT_EQ(finding.name, "signature");
  EXPECT_THAT(finding.hint, HasSubstr("signature_encoding: hex"));
  wallet.target.wallet->hmac_secret = "another";
  EXPECT_THAT(trouble().hint, HasSubstr("wallet.hmac_secret"));
}

TEST_F(Doctor, NamesThePlayerWhoseLaunchTokenIsRefused) {
  wallet.target.wallet->players[1].launch_token = "launch-expired";
  EXPECT_EQ(trouble().name, "credentials of player 2");
  EXPECT_EQ(trouble().verdict, Verdict::fail);
}

TEST_F(Doctor, WantsDistinctPlayersAndFunds) {
  wallet.set_balance("player-3", 1);
  Finding finding = trouble();
  EXPECT_EQ(finding.name, "funds of player 3");
  EXPECT_EQ(finding.verdict, Verdict::warn);
  wallet.target.wallet->players[2].launch_token = "launch-1";
  EXPECT_EQ(trouble().name, "players");
}

TEST_F(Doctor, TellsWrongPathHtmlAndNoConnectionApart) {
  wallet.before = [](const target::Request &request) { return FakeWallet::answered(request, 404, "X"); };
  EXPECT_EQ(trouble().name, "path");
  wallet.before = [](const target::Request &request) {
    target::Exchange exchange = FakeWallet::answered(request, 200, "");
    exchange.reply->body = "<html>Sign in</html>";
    return exchange;
  };
  EXPECT_EQ(trouble().name, "answers");
  wallet.before = [](const target::Request &request) {
    return FakeWallet::failed(request, target::Failure::connect, "connection refused by 127.0.0.1:1");
  };
  EXPECT_EQ(trouble().name, "connection");
  EXPECT_THAT(trouble().detail, HasSubstr("refused"));
}

TEST_F(Doctor, ComparesTheClocks) {
  wallet.after = [](const target::Request &, target::Reply &reply) {
    reply.headers.emplace_back("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
  };
  EXPECT_EQ(trouble().name, "clock");
  EXPECT_EQ(trouble().verdict, Verdict::warn);
}

}  // namespace
}  // namespace pitboss::scenario
