#include "browser.hpp"

/// What the page of the demo asks, and what it is told without one.
namespace pitboss::test {
namespace {

using testing::HasSubstr;

TEST(DemoCalls, AreThoseOfADemo) {
  reference::ServerOptions options = with_dashboard();
  options.dashboard.demo_calls = {.state =
                                      [] {
                                        return wire::Json(wire::JsonObject{{"state", "paused"}});
                                      },
                                  .command = [](const wire::Json &command) -> wire::Json {
                                    if (command.find("action") == nullptr)
                                      throw std::invalid_argument("action is missing");
                                    return wire::JsonObject{{"state", *command.find("action")}};
                                  }};
  const RunningServer server(options);
  Browser browser(server);
  EXPECT_EQ(browser.get("/dashboard/v1/demo").text, R"({"state":"paused"})");
  EXPECT_EQ(browser.post("/dashboard/v1/demo", R"({"action":"resume"})").text, R"({"state":"resume"})");
  const Shown refused = browser.post("/dashboard/v1/demo", "{}");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.message(), "action is missing");
}

TEST(DemoCalls, WithoutADemoAreNotThere) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  EXPECT_EQ(browser.get("/dashboard/v1/demo").status, 404);
  EXPECT_THAT(browser.post("/dashboard/v1/demo", "{}").message(), HasSubstr("pitboss demo"));
}

}  // namespace
}  // namespace pitboss::test
