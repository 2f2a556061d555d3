#include "reference_impl/onboarding/progress_json.hpp"
#include "traffic.hpp"

/// Progress as it is told, and how much of it is kept.
namespace pitboss::reference::onboarding {
namespace {

using wire::Json;

pitboss::onboarding::ExampleSetting setting(const std::string &) {
  return {.base_url = "http://127.0.0.1:8080", .now = {}, .target = [](std::string_view) { return std::nullopt; }};
}

const Json &step(const Json &progress, std::size_t partner, std::size_t phase, std::size_t number) {
  const Json &one = progress.find("partners")->array()->at(partner);
  return one.find("phases")->array()->at(phase).find("steps")->array()->at(number);
}

TEST(Progress, APartnerWhoIsExpectedIsListedFromTheStart) {
  Onboarding onboarding;
  onboarding.expect("feed", "acme");
  const Json progress = progress_json(onboarding, "", setting);
  ASSERT_EQ(progress.find("partners")->array()->size(), 1U);
  const Json &partner = progress.find("partners")->array()->front();
  EXPECT_EQ(*partner.find("client_id")->string(), "acme");
  EXPECT_EQ(partner.find("completed")->number()->text, "0");
  EXPECT_EQ(partner.find("total")->number()->text, "8");
  const Json &first = step(progress, 0, 0, 0);
  EXPECT_FALSE(*first.find("done")->boolean());
  EXPECT_TRUE(first.find("done_at")->is_null());
  EXPECT_THAT(*first.find("missing")->string(), testing::StartsWith("Ask for a token"));
  EXPECT_THAT(*first.find("example")->find("curl")->string(), testing::HasSubstr("/oauth/token"));
}

TEST(Progress, AStepThatIsDoneTellsWhenAndByWhat) {
  Traffic traffic("feed");
  const auto id = traffic.post("/oauth/token", "", 200, R"({"access_token":"token-1"})");
  const Json progress = progress_json(traffic.onboarding, "acme", setting);
  const Json &first = step(progress, 0, 0, 0);
  EXPECT_TRUE(*first.find("done")->boolean());
  EXPECT_EQ(*first.find("done_at")->string(), "2026-11-25T12:00:00.100Z");
  EXPECT_EQ(to_text(*first.find("evidence")), "[\"" + std::to_string(id) + "\"]");
  EXPECT_EQ(*first.find("missing")->string(), "");
  EXPECT_THAT(*progress_json(traffic.onboarding, "other", setting).find("partners")->array(), testing::IsEmpty());
}

TEST(Progress, ACleanRunIsToldBeforeTheTraffic) {
  Onboarding onboarding;
  onboarding.expect("feed", "acme");
  onboarding.see({.id = "1", .contract = "feed", .partner = "acme", .finished_at = {}, .clean = true});
  EXPECT_THAT(*step(progress_json(onboarding, "", setting), 0, 4, 0).find("missing")->string(),
              testing::StartsWith("Send 10 requests a second"));
}

TEST(Progress, WhoeverIsRefusedIsNoPartner) {
  Traffic traffic("wallet");
  traffic.post("/v1/authenticate", "{}", 401);
  EXPECT_THAT(traffic.onboarding.progress(), testing::IsEmpty());
}

TEST(Progress, PartnersAndWhatIsKeptOfThemAreBounded) {
  Traffic traffic("wallet");
  for (std::size_t n = 0; n < Onboarding::most_partners + 10; ++n) {
    traffic.partner = "provider-" + std::to_string(n);
    traffic.post("/v1/authenticate", "{}", 200);
  }
  EXPECT_EQ(traffic.onboarding.progress().size(), Onboarding::most_partners);

  Recent<int> recent;
  for (std::size_t n = 0; n <= Recent<int>::most; ++n) recent.set(n, 1);
  EXPECT_EQ(recent.find(0), nullptr);
  EXPECT_NE(recent.find(1), nullptr);
  EXPECT_NE(recent.find(Recent<int>::most), nullptr);
}

}  // namespace
}  // namespace pitboss::reference::onboarding
