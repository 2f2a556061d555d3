#include "browser.hpp"

/// The built pages, as a browser gets them.
namespace pitboss::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DashboardPages, AreOffUnlessAskedFor) {
  const RunningServer server;
  EXPECT_EQ(Browser(server).get("/dashboard/").status, 404);
}

TEST(DashboardPages, AreServedWithAPolicyThatRunsNothingButTheirOwnFiles) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  const Shown page = browser.get("/dashboard/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  const std::string policy = page.header("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(browser.get("/dashboard").header("Location"), "/dashboard/");
}

/// The files that `text` names in its attribute `name`, relative to the page.
std::vector<std::string> links(const std::string &text, const std::string &name) {
  std::vector<std::string> found;
  const std::string begin = name + "=\"./";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1))
    found.push_back(text.substr(at + begin.size(), text.find('"', at + begin.size()) - at - begin.size()));
  return found;
}

TEST(DashboardPages, ComeWithAllThatTheyName) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  const std::string page = browser.get("/dashboard/").text;
  const std::vector<std::string> scripts = links(page, "src");
  ASSERT_FALSE(scripts.empty());
  for (const std::string &script : scripts)
    EXPECT_EQ(browser.get("/dashboard/" + script).header("Content-Type"), "text/javascript; charset=utf-8") << script;
  for (const std::string &link : links(page, "href")) EXPECT_EQ(browser.get("/dashboard/" + link).status, 200) << link;
  EXPECT_THAT(page, Not(HasSubstr("http://"))) << "nothing is loaded from elsewhere";
  EXPECT_THAT(page, Not(HasSubstr("https://")));
}

}  // namespace
}  // namespace pitboss::test
