#include "simulator/target/target_file.hpp"

#include "simulator/target/base_url.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::target {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::map<std::string, std::string> variables = {{"WALLET_SECRET", "s3cr3t-from-env"},
                                                      {"PLAYER_1", "eyJ.player.one"},
                                                      {"HOST", "wallet.acme.example"},
                                                      {"SHORT", "abc"}};

Environment environment() {
  return [](const std::string &name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

TargetFile load(const std::string &yaml) {
  const test::TemporaryFolder folder;
  return load_target(folder.write("t.yaml", yaml), environment());
}

/// The messages without the folder before the file's name.
std::string errors_of(const std::string &yaml) {
  try {
    load(yaml);
  } catch (const files::FileErrors &errors) {
    std::string text;
    for (const files::FileError &error : errors.errors())
      text += std::to_string(error.at.line) + ":" + std::to_string(error.at.column) + ": " + error.message + "\n";
    return text;
  }
  return "no errors";
}

const std::string whole = R"(name: acme-staging
wallet:
  base_url: https://${HOST}/
  hmac_secret: ${WALLET_SECRET}
  signature_encoding: base64
  provider: gameprovider
  game: fantasyquest
  other_game: dragonrising
  max_decimals: 4
  players:
    - launch_token: ${PLAYER_1}
      ip: 1.2.3.4
      platform: mobile
      free_games: [{instance_id: 1, offer_id: 99}]
    - launch_token_command: print-token --for "$${NAME}"
  rejected_launch_tokens: {expired: expired-token, tampered: tampered-token}
  expired_player_token: {player: 2, token: old-player-token}
feed:
  base_url: https://feed.acme.example
  token_path: /oauth/token
  client_id: acme
  client_secret: feed-secret
  affiliate_ids: [AFF-1, AFF-2]
  game_types: [slots, bingo]
movements:
  base_url: https://acme.tracker.example
  api_key: api-key-99
  brands: [6f1c, 0b7e]
  click_ids: [click-1, click-2]
  metrics: {decimal: [ngr], integer: [deposits-count], archived: [old-metric]}
  revshare: {metric: ngr, rate: "0.25", brand: 6f1c, click_id: click-1}
  old_movement: {external_client_id: p-1, revenue_origin_id: 0b7e, request_id: old-1, date: 2026-10-01}
  paths: {}
not_offered: [revshare]
proxy: http://proxy.acme.example:3128
timeouts: {connect_ms: 1000, request_ms: 5000}
)";

TEST(TargetFile, IsReadWhole) {
  const TargetFile target = load(whole);
  EXPECT_EQ(target.name, "acme-staging");
  ASSERT_TRUE(target.wallet);
  const Wallet &wallet = *target.wallet;
  EXPECT_EQ(wallet.base_url, "https://wallet.acme.example");
  EXPECT_EQ(wallet.hmac_secret, "s3cr3t-from-env");
  EXPECT_EQ(wallet.signature_encoding, wire::SignatureEncoding::base64);
  EXPECT_EQ(wallet.provider + wallet.game + wallet.other_game, "gameproviderfantasyquestdragonrising");
  EXPECT_EQ(wallet.max_decimals, 4);
  ASSERT_EQ(wallet.players.size(), 2U);
  EXPECT_EQ(wallet.players[0].launch_token, "eyJ.player.one");
  EXPECT_EQ(wallet.players[0].ip, "1.2.3.4");
  EXPECT_EQ(wallet.players[0].platform, "mobile");
  ASSERT_EQ(wallet.players[0].free_games.size(), 1U);
  EXPECT_EQ(wallet.players[0].free_games[0].offer_id, 99);
  EXPECT_EQ(wallet.players[1].launch_token, "");
  EXPECT_EQ(wallet.players[1].launch_token_command, "print-token --for \"${NAME}\"");
  EXPECT_EQ(wallet.players[1].ip, "127.0.0.1");
  EXPECT_EQ(wallet.rejected_launch_tokens.at("tampered"), "tampered-token");
  ASSERT_TRUE(wallet.expired_player_token);
  EXPECT_EQ(wallet.expired_player_token->player, 2U);
  EXPECT_EQ(target.not_offered, std::vector<std::string>{"revshare"});
  EXPECT_EQ(target.proxy, "http://proxy.acme.example:3128");
  EXPECT_EQ(target.timeouts.connect.count(), 1000);
  EXPECT_EQ(target.timeouts.request.count(), 5000);
}

TEST(TargetFile, NoSecretLeaves) {
  const TargetFile target = load(whole);
  const std::string redacted = wire::to_text(target.redacted);
  for (const char *secret : {"s3cr3t-from-env", "eyJ.player.one", "expired-token", "tampered-token", "old-player-token",
                             "feed-secret", "api-key-99"}) {
    EXPECT_THAT(redacted, Not(HasSubstr(secret)));
    EXPECT_THAT(target.redactor(std::string("x ") + secret), Not(HasSubstr(secret)));
  }
  EXPECT_THAT(redacted, HasSubstr(R"("hmac_secret":"${WALLET_SECRET}")"));
  EXPECT_THAT(redacted, HasSubstr(R"("base_url":"https://${HOST}/")"));
  EXPECT_THAT(redacted, HasSubstr(R"("expired":"<wallet.rejected_launch_tokens.expired>")"));
  EXPECT_THAT(redacted, HasSubstr(R"("client_secret":"<feed.client_secret>")"));
  EXPECT_EQ(target.redactor("https://wallet.acme.example/v1"), "https://${HOST}/v1");
}

const std::string head = "name: n\nwallet:\n  provider: p\n  game: g\n";

TEST(TargetFile, ShortValuesDoNotSpoilReports) {
  const TargetFile target =
      load(head + "  base_url: http://h/${SHORT}\n  hmac_secret: key4\n  players: [{launch_token: abc}]\n");
  EXPECT_EQ(target.redactor("abc key4"), "abc <wallet.hmac_secret>");
  EXPECT_THAT(wire::to_text(target.redacted), HasSubstr(R"("launch_token":"<wallet.players.1.launch_token>")"));
}

TEST(TargetFile, NamesUnsetVariablesAndEverythingElse) {
  EXPECT_EQ(errors_of(head + "  base_url: http://h\n  hmac_secret: ${NO_SUCH}\n  players:\n    - launch_token: a "
                             "${ALSO_NOT} b\n      plattform: x\n"),
            "6:16: the environment variable NO_SUCH is not set; set it: export NO_SUCH=…\n"
            "8:21: the environment variable ALSO_NOT is not set; set it: export ALSO_NOT=…\n"
            "9:7: unknown key `plattform`; did you mean `platform`?\n");
  EXPECT_EQ(errors_of(head + "  base_url: http://h\n  hmac_secret: ${1X}\n  players: [{launch_token: \"${OPEN\"}]\n"),
            "6:16: `${` begins the name of an environment variable, as in ${NAME}; close it with }, or write $${ for a "
            "plain ${\n"
            "7:28: `${` begins the name of an environment variable, as in ${NAME}; close it with }, or write $${ for a "
            "plain ${\n");
}

TEST(TargetFile, NamesWhatIsMissing) {
  EXPECT_EQ(errors_of("name: n\n"), "1:1: one of the keys `wallet`, `feed` or `movements` is missing; add it\n");
  EXPECT_EQ(errors_of("wallet: {}\n"),
            "1:1: the key `base_url` is missing in `wallet`; add it\n"
            "1:1: the key `hmac_secret` is missing in `wallet`; add it\n"
            "1:1: the key `provider` is missing in `wallet`; add it\n"
            "1:1: the key `game` is missing in `wallet`; add it\n"
            "1:1: the key `players` is missing in `wallet`; add it\n"
            "1:1: the key `name` is missing; add it\n");
  const std::string good = head + "  base_url: http://h\n  hmac_secret: key4\n";
  EXPECT_EQ(
      errors_of(good + "  players: [{ip: 1.2.3.4}]\n"),
      "7:13: one of the keys `launch_token` or `launch_token_command` is missing in item 1 of `players`; add it\n");
  EXPECT_EQ(errors_of(good + "  players: [{launch_token: a, launch_token_command: b}]\n"),
            "7:13: only one of the keys `launch_token` and `launch_token_command` may stand here; remove the others\n");
  EXPECT_EQ(errors_of(good + "  players: [{launch_token: a, ip: 1.2.3}]\n"),
            "7:35: found \"1.2.3\", expected: an IPv4 address such as 1.2.3.4\n");
  EXPECT_EQ(errors_of(good + "  players: []\n"), "7:12: found 0 items, expected at least 1\n");
}

TEST(TargetFile, NamesWhatASchemaCannotSay) {
  EXPECT_EQ(
      errors_of(head + "  base_url: ftp://h\n  other_game: g\n  hmac_secret: key4\n  players: [{launch_token: a}]\n"
                       "  expired_player_token: {player: 2, token: t}\n"),
      "5:13: found \"ftp://h\", expected a URL that begins with http:// or https://\n"
      "6:15: `other_game` is `game` again; name a second game of the provider, or remove the key\n"
      "9:34: found player 2, but the file has 1; players count from 1\n");
  EXPECT_THAT(
      errors_of(
          head +
          "  base_url: http://h\n  hmac_secret: key4\n  players: [{launch_token: a}]\ntls: {ca_file: none.pem}\n"),
      HasSubstr("none.pem; paths are seen from the folder of the target file"));
}

TEST(TargetFile, FilesAreSeenFromItsFolder) {
  const test::TemporaryFolder folder;
  folder.write("ca.pem", test::read_file(test::CertificateAuthority().file()));
  const TargetFile target = load_target(
      folder.write(
          "t.yaml",
          head + "  base_url: http://h\n  hmac_secret: key4\n  players: [{launch_token: a}]\ntls: {ca_file: ca.pem}\n"),
      environment());
  EXPECT_EQ(target.tls.ca_file, folder.file("ca.pem"));
}

TEST(TargetFile, ErrorsHoldNoSecrets) {
  EXPECT_THAT(
      errors_of(
          head +
          "  base_url: http://h/?${WALLET_SECRET}\n  hmac_secret: ${WALLET_SECRET}\n  players: [{launch_token: a}]\n"),
      testing::AllOf(HasSubstr("${WALLET_SECRET}"), Not(HasSubstr("s3cr3t-from-env"))));
}

const std::string rest_parts = R"(name: acme
feed:
  base_url: https://feed.acme.example/v2/
  client_id: acme
  client_secret: ${WALLET_SECRET}
  affiliate_ids: [AFF-1, AFF-2]
movements:
  base_url: https://acme.tracker.example
  api_key: plain-api-key
  brands: [brand-1, brand-2]
  click_ids: [click-1, click-2]
  metrics: {decimal: [ngr, bets], integer: [count], archived: [old]}
  revshare: {metric: ngr, rate: "0.25", brand: brand-1, click_id: click-1}
)";

TEST(TargetFile, PartsOfOtherContractsAreReadByPath) {
  const TargetFile target = load(rest_parts);
  EXPECT_THAT(target.contracts(), testing::ElementsAre("feed", "movements"));
  EXPECT_TRUE(target.has("feed"));
  EXPECT_FALSE(target.has("wallet"));
  EXPECT_EQ(target.base_url("feed"), "https://feed.acme.example/v2");
  const Rest &feed = target.rest_of("feed");
  EXPECT_EQ(feed.text("affiliate_ids.2"), "AFF-2");
  EXPECT_EQ(feed.find("affiliate_ids.3"), nullptr);
  EXPECT_EQ(feed.find("affiliate_ids.0"), nullptr);
  EXPECT_EQ(feed.text("game_types.5"), "poker") << "the five of the guide by default";
  EXPECT_EQ(feed.find("expired_token"), nullptr);
  const Rest &movements = target.rest_of("movements");
  EXPECT_EQ(movements.text("metrics.usable.3"), "count") << "decimal metrics, then integer ones";
  EXPECT_EQ(movements.find("metrics.usable.4"), nullptr) << "archived ones cannot be moved";
  EXPECT_EQ(movements.text("revshare.rate"), "0.25");
  EXPECT_EQ(movements.text("without_revshare.brand"), "brand-2");
  EXPECT_EQ(movements.text("without_revshare.click_id"), "click-2");
  EXPECT_THROW((void)target.rest_of("wallet"), std::out_of_range);
}

TEST(TargetFile, NoSecretOfOtherContractsLeaves) {
  const TargetFile target = load(rest_parts);
  const std::string redacted = wire::to_text(target.redacted);
  EXPECT_THAT(redacted, Not(HasSubstr("s3cr3t-from-env")));
  EXPECT_THAT(redacted, Not(HasSubstr("plain-api-key")));
  EXPECT_EQ(target.redactor("X-Api-Key: plain-api-key"), "X-Api-Key: <movements.api_key>");
}

TEST(TargetFile, NamesWhatIsWrongInOtherContracts) {
  EXPECT_THAT(errors_of("name: a\nfeed: {base_url: ftp://x, client_id: a, client_secret: b, affiliate_ids: [c]}\n"),
              HasSubstr("2:18: "));
  EXPECT_THAT(errors_of("name: a\nmovements:\n  base_url: http://x\n  api_ky: b\n"),
              HasSubstr("did you mean `api_key`"));
}

TEST(BaseUrl, IsTakenApart) {
  const auto parsed = parse_base_url("HTTPS://Wallet.Example:8443/a/b//");
  ASSERT_TRUE(std::holds_alternative<BaseUrl>(parsed)) << std::get<std::string>(parsed);
  const BaseUrl &base = std::get<BaseUrl>(parsed);
  EXPECT_TRUE(base.tls);
  EXPECT_EQ(base.authority(), "wallet.example:8443");
  EXPECT_EQ(base.path, "/a/b");
  EXPECT_EQ(base.to_string(), "https://wallet.example:8443/a/b");
  const BaseUrl v6 = std::get<BaseUrl>(parse_base_url("http://[::1]:80"));
  EXPECT_EQ(v6.authority(), "[::1]");
  EXPECT_EQ(v6.host_and_port(), "[::1]:80");
  EXPECT_TRUE(v6.is_loopback());
  EXPECT_TRUE(std::get<BaseUrl>(parse_base_url("http://127.0.0.1")).is_loopback());
  EXPECT_TRUE(std::get<BaseUrl>(parse_base_url("http://localhost")).is_loopback());
  EXPECT_FALSE(std::get<BaseUrl>(parse_base_url("http://127.0.0.1.example")).is_loopback());
}

TEST(BaseUrl, FaultsAreNamed) {
  const auto fault = [](const std::string &text) {
    const auto parsed = parse_base_url(text);
    return std::holds_alternative<std::string>(parsed) ? std::get<std::string>(parsed) : "";
  };
  EXPECT_THAT(fault("wallet.example:80"), HasSubstr("begins with http:// or https://"));
  EXPECT_THAT(fault("gopher://h"), HasSubstr("begins with http:// or https://"));
  EXPECT_THAT(fault("weird://h"), HasSubstr("begins with http:// or https://"));
  EXPECT_THAT(fault("http://"), HasSubstr("expected a URL such as"));
  EXPECT_THAT(fault("http://h:99999"), HasSubstr("expected a URL such as"));
  EXPECT_THAT(fault("http://h:0"), HasSubstr("port"));
  EXPECT_THAT(fault("http://h h"), HasSubstr("expected a URL such as"));
  EXPECT_THAT(fault("http://user:pw@h"), testing::AllOf(HasSubstr("user name"), Not(HasSubstr("pw"))));
  EXPECT_THAT(fault("http://h/?a=b"), HasSubstr("query"));
  EXPECT_THAT(fault("http://h/#a"), HasSubstr("fragment"));
}

}  // namespace
}  // namespace pitboss::target
