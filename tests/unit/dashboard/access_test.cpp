#include "reference_impl/dashboard/access.hpp"

#include "browser.hpp"

/// Who may use the dashboard.
namespace pitboss::test {
namespace {

using reference::dashboard::Access;
using testing::HasSubstr;
using testing::Not;

const std::string key = "a-key-of-the-dashboard";
constexpr const char *login = "/dashboard/v1/login";
constexpr const char *logout = "/dashboard/v1/logout";

std::string login_body(const std::string &given) {
  return R"({"key":")" + given + R"("})";
}

std::string refusal(const std::string &given_key, const std::string &address) {
  try {
    const Access access(given_key, address, false);
  } catch (const std::runtime_error &error) {
    return error.what();
  }
  return "";
}

TEST(DashboardAccess, BeyondThisMachineAKeyIsDemanded) {
  EXPECT_THAT(refusal("", "0.0.0.0"), HasSubstr("--dashboard-key"));
  EXPECT_THAT(refusal("", "::"), HasSubstr("--dashboard-key"));
  EXPECT_THAT(refusal("short", "0.0.0.0"), HasSubstr("16 or more"));
  EXPECT_EQ(refusal(key, "0.0.0.0"), "");
  EXPECT_EQ(refusal("", "127.0.0.1"), "");
}

TEST(DashboardAccess, TheServerRefusesToStartAndLeavesNoFile) {
  const TemporaryFolder folder;
  reference::ServerOptions options = with_dashboard();
  options.address = "0.0.0.0";
  options.log_level = "off";
  options.store = "sqlite:" + (folder.path() / "wallet.db").string();
  EXPECT_THROW(reference::Server{options}, std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(DashboardAccess, WithoutTheCookieEveryCallIsRefused) {
  const RunningServer server(with_dashboard(key));
  Browser browser(server);
  EXPECT_EQ(browser.post(logout, "{}").status, 401);
  EXPECT_EQ(browser.get("/dashboard/").status, 200) << "the page that asks for the key";
}

TEST(DashboardAccess, TheKeyGivesACookieThatScriptsDoNotSee) {
  const RunningServer server(with_dashboard(key));
  Browser browser(server);
  const Shown shown = browser.post(login, login_body(key));
  EXPECT_EQ(shown.status, 200);
  const std::string cookie = shown.header("Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("; SameSite=Strict"));
  EXPECT_THAT(cookie, Not(HasSubstr(key)));
  EXPECT_THAT(shown.text, Not(HasSubstr(key)));
  browser.cookie = "other=1; " + cookie.substr(0, cookie.find(';'));
  const Shown left = browser.post(logout, "{}");
  EXPECT_EQ(left.status, 200);
  EXPECT_THAT(left.header("Set-Cookie"), HasSubstr("Max-Age=0"));
}

TEST(DashboardAccess, AWrongKeyAndAForgedCookieGetNothing) {
  const RunningServer server(with_dashboard(key));
  Browser browser(server);
  for (const std::string &wrong : {std::string(), key + "x", key.substr(1)}) {
    const Shown shown = browser.post(login, login_body(wrong));
    EXPECT_EQ(shown.status, 403) << wrong;
    EXPECT_EQ(shown.header("Set-Cookie"), "");
  }
  const std::string cookie = browser.post(login, login_body(key)).header("Set-Cookie");
  const std::string right = cookie.substr(0, cookie.find(';'));
  const std::size_t value = right.find('=') + 1, point = right.find('.');
  for (const std::string &forged :
       {std::string("pitboss_dashboard="), std::string("pitboss_dashboard=."), right.substr(0, point + 1),
        right.substr(0, value) + "9" + right.substr(value), right.substr(0, right.size() - 1), "x" + right}) {
    browser.cookie = forged;
    EXPECT_EQ(browser.post(logout, "{}").status, 401) << forged;
  }
}

TEST(DashboardAccess, ASessionEnds) {
  const Access access(key, "127.0.0.1", false);
  const wire::TimePoint now = wire::now();
  const std::string cookie = access.log_in(key, now);
  reference::http::Request request;
  request.headers = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  EXPECT_FALSE(access.check_session(request, now + Access::session_life - std::chrono::seconds(2)));
  EXPECT_TRUE(access.check_session(request, now + Access::session_life));
}

TEST(DashboardAccess, OverHttpsTheCookieStaysThere) {
  EXPECT_THAT(Access(key, "0.0.0.0", true).log_in(key, wire::now()), HasSubstr("; Secure"));
  EXPECT_THAT(Access(key, "0.0.0.0", false).log_in(key, wire::now()), Not(HasSubstr("; Secure")));
}

TEST(DashboardAccess, OtherSitesChangeNothing) {
  const RunningServer server(with_dashboard());
  const auto status_of = [&](const auto &change) {
    Browser browser(server);
    change(browser);
    return browser.post(logout, "{}").status;
  };
  EXPECT_EQ(status_of([](Browser &) {}), 200);
  EXPECT_EQ(status_of([](Browser &browser) { browser.origin = "http://localhost"; }), 200);
  EXPECT_EQ(status_of([](Browser &browser) { browser.origin = "https://localhost"; }), 200) << "behind a TLS proxy";
  EXPECT_EQ(status_of([](Browser &browser) { browser.origin = "http://localhost:81"; }), 403);
  EXPECT_EQ(status_of([](Browser &browser) { browser.origin = "http://evil.example"; }), 403);
  EXPECT_EQ(status_of([](Browser &browser) { browser.origin = "null"; }), 403);
  EXPECT_EQ(status_of([](Browser &browser) { browser.mark = ""; }), 403);
  EXPECT_EQ(status_of([](Browser &browser) { browser.media_type = "text/plain"; }), 415);
}

TEST(DashboardAccess, ANameThatWasBentToThisMachineIsRefused) {
  const RunningServer server(with_dashboard());
  const auto status_of = [&](const std::string &host) {
    Browser browser(server);
    browser.host = host;
    return browser.post(logout, "{}").status;
  };
  for (const char *own : {"localhost:8080", "LOCALHOST", "127.0.0.1:8080", "[::1]:8080", "10.0.0.1"})
    EXPECT_EQ(status_of(own), 200) << own;
  for (const char *other :
       {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[evil]", "localhost.evil.example"})
    EXPECT_EQ(status_of(other), 403) << other;
}

TEST(DashboardAccess, NoSecretGetsIntoTheLog) {
  testing::internal::CaptureStderr();
  std::string cookie, token;
  {
    reference::ServerOptions options = with_dashboard(key);
    options.log_level = "trace";
    const RunningServer server(options);
    Browser browser(server);
    browser.post(login, login_body("another-key-than-that"));
    cookie = browser.post(login, login_body(key)).header("Set-Cookie");
    browser.cookie = cookie.substr(0, cookie.find(';'));
    WalletClient player(server);
    player.authenticate();
    token = player.token;
    browser.get("/dashboard/v1/exchange?id=1");
  }
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("event=dashboard_refused")) << "the log is seen";
  const std::size_t value = cookie.find('=') + 1;
  for (const std::string &secret :
       {key, std::string("another-key-than-that"), cookie.substr(value, cookie.find(';') - value), token})
    EXPECT_THAT(log, Not(HasSubstr(secret)));
}

TEST(DashboardAccess, ABodyThatIsNoneIsExplained) {
  const RunningServer server(with_dashboard(key));
  Browser browser(server);
  EXPECT_THAT(browser.post(login, "{").message(), HasSubstr("line 1, column 2"));
  EXPECT_THAT(browser.post(login, "[]").message(), HasSubstr("JSON object"));
  EXPECT_THAT(browser.post(login, "{}").message(), HasSubstr("lacks `key`"));
  EXPECT_THAT(browser.post(login, R"({"key":1})").message(), HasSubstr("`key` must be a text"));
}

}  // namespace
}  // namespace pitboss::test
