#include <yaml-cpp/yaml.h>

#include <fstream>

#include "browser.hpp"
#include "schemas/formats/results.hpp"
#include "tests/support/temporary_folder.hpp"

/// GET /onboarding/v1/progress: what traffic has shown of each partner.
namespace pitboss::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// "wallet gameprovider 0/8" for each partner.
std::vector<std::string> partners(const Shown &shown) {
  std::vector<std::string> lines;
  for (const wire::Json &partner : *shown.body.find("partners")->array())
    lines.push_back(*partner.find("contract")->string() + " " + *partner.find("client_id")->string() + " " +
                    partner.find("completed")->number()->text + "/" + partner.find("total")->number()->text);
  return lines;
}

std::string feed_client(const RunningServer &server) {
  return YAML::LoadFile(server.target_file().string())["feed"]["client_id"].as<std::string>();
}

TEST(OnboardingProgress, BeginsWithThePartnersThatHaveCredentials) {
  const RunningServer server(with_dashboard());
  EXPECT_THAT(partners(Browser(server).get("/onboarding/v1/progress")),
              ElementsAre("feed " + feed_client(server) + " 0/8", "movements operator 0/8", "wallet gameprovider 0/8"));
}

TEST(OnboardingProgress, ShowsWhatTrafficHasShown) {
  const RunningServer server(with_dashboard());
  WalletClient player(server);
  player.authenticate();
  player.balance();
  player.transaction("debit", "R", "D", "1");
  player.transaction("debit", "R", "D", "1");
  player.transaction("debit", "S", "D", "9999999");
  player.transaction("credit", "R", "C", "1", R"(,"roundFinished":true)");
  player.transaction("debit", "T", "D", "1");
  player.rollback("T", "D");
  Browser browser(server);
  EXPECT_THAT(partners(browser.get("/onboarding/v1/progress?client_id=gameprovider")),
              ElementsAre("wallet gameprovider 7/8"));
  EXPECT_THAT(partners(browser.get("/onboarding/v1/progress?client_id=nobody")), ElementsAre());
}

/// A retry shows something only where the first try was applied: the judge has to know.
TEST(OnboardingProgress, AReplyThatWasLostOnPurposeIsToldFromARequestThatWas) {
  const auto retried = [](const char *action) {
    const RunningServer server(with_dashboard());
    WalletClient player(server);
    player.authenticate();
    Browser browser(server);
    browser.post("/dashboard/v1/misbehaviours",
                 R"({"contract":"wallet","on":["debit"],"count":1,"do":[")" + std::string(action) + R"("]})");
    EXPECT_EQ(player.transaction("debit", "R", "D", "1").status, 0);
    EXPECT_EQ(player.transaction("debit", "R", "D", "1").balance(), "9999.00");
    return partners(browser.get("/onboarding/v1/progress?client_id=gameprovider")).at(0);
  };
  EXPECT_EQ(retried("lose_reply_after_commit"), "wallet gameprovider 3/8");  // session, debit, retry
  EXPECT_EQ(retried("lose_reply_before_commit"), "wallet gameprovider 2/8");
}

TEST(OnboardingProgress, ExamplesNameWhatIsConfiguredAndNoSecret) {
  const RunningServer server(with_dashboard());
  const std::string text = Browser(server).get("/onboarding/v1/progress").text;
  EXPECT_THAT(text, HasSubstr("http://127.0.0.1:" + std::to_string(server.port()) + "/oauth/token"));
  EXPECT_THAT(text, HasSubstr("AFF-1"));
  EXPECT_THAT(text, Not(HasSubstr("{target")));
  const YAML::Node target = YAML::LoadFile(server.target_file().string());
  for (const std::string &secret :
       {target["feed"]["client_secret"].as<std::string>(), target["wallet"]["hmac_secret"].as<std::string>(),
        target["movements"]["api_key"].as<std::string>()})
    EXPECT_THAT(text, Not(HasSubstr(secret)));
}

TEST(OnboardingProgress, ACleanRunBelowReportsIsTakenUp) {
  const TemporaryFolder reports;
  reference::ServerOptions options = with_dashboard();
  options.dashboard.reports = reports.path();
  const RunningServer server(options);
  Browser browser(server);
  EXPECT_THAT(browser.get("/onboarding/v1/progress").text, Not(HasSubstr(R"("clean_run":true)")));
  results::Results run;
  run.run.id = "1";
  run.run.target = wire::JsonObject{{"name", "t"}, {"wallet", wire::JsonObject{{"provider", "gameprovider"}}}};
  run.verdict = results::RunVerdict::conformant;
  run.requirements.push_back({.id = "wallet.a.b",
                              .contract = "wallet",
                              .level = results::Level::must,
                              .sentence = "S.",
                              .page = "p",
                              .source = {"seed"},
                              .verdict = results::Verdict::pass,
                              .reason = {},
                              .scenarios = {}});
  std::filesystem::create_directory(reports.path() / "one");
  std::ofstream(reports.path() / "one" / "results.json") << to_text(to_json(run));
  EXPECT_THAT(browser.get("/onboarding/v1/progress?client_id=gameprovider").text, HasSubstr(R"("clean_run":true)"));
}

TEST(OnboardingProgress, IsKeptFromWhoIsNotLoggedIn) {
  const RunningServer server(with_dashboard("a key of sixteen characters or more"));
  EXPECT_EQ(Browser(server).get("/onboarding/v1/progress").status, 401);
}

}  // namespace
}  // namespace pitboss::test
