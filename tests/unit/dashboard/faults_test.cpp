#include <fstream>

#include "browser.hpp"

/// The switches of the dashboard: faults, misbehaviours by hand; and the reports of runs.
namespace pitboss::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using wire::Json;

constexpr const char *faults = "/dashboard/v1/faults";
constexpr const char *misbehaviours = "/dashboard/v1/misbehaviours";

std::string text(const Json &row, const std::string &name) {
  const Json *member = row.find(name);
  if (member == nullptr) return "(none)";
  return member->string() == nullptr ? wire::to_text(*member) : *member->string();
}

Json row_of(const Shown &shown, const std::string &name, const std::string &value) {
  for (const Json &row : *shown.body.find("rows")->array())
    if (text(row, name) == value) return row;
  return {};
}

std::vector<std::string> column(const Shown &shown, const std::string &name) {
  std::vector<std::string> values;
  for (const Json &row : *shown.body.find("rows")->array()) values.push_back(text(row, name));
  return values;
}

TEST(DashboardFaults, AllAreListedWithWhatTheyBreak) {
  reference::ServerOptions options = with_dashboard();
  options.faults = {"overdraft-accepted"};
  const RunningServer server(options);
  const Shown shown = Browser(server).get(faults);
  EXPECT_EQ(text(shown.body, "total"), std::to_string(reference::list_faults().size()));
  const Json on = row_of(shown, "name", "overdraft-accepted");
  EXPECT_EQ(text(on, "on"), "true");
  EXPECT_NE(text(on, "since"), "null");
  for (const Json &row : *shown.body.find("rows")->array())
    EXPECT_NE(text(row, "requirement_text"), "") << text(row, "name");
}

TEST(DashboardFaults, ASwitchReachesTheContractAndTheOthersStay) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  WalletClient player(server);
  player.authenticate();
  EXPECT_EQ(player.transaction("debit", "R1", "D1", "99999999").status, 400);
  const Shown turned = browser.post(faults, R"({"name":"overdraft-accepted","on":true})");
  EXPECT_EQ(turned.status, 200);
  EXPECT_EQ(text(turned.body, "on"), "true");
  EXPECT_EQ(text(turned.body, "exchanges_since"), "0");
  EXPECT_EQ(player.transaction("debit", "R2", "D2", "99999999").status, 200);
  EXPECT_EQ(text(row_of(browser.get(faults), "name", "overdraft-accepted"), "exchanges_since"), "1");
  EXPECT_EQ(text(browser.post(faults, R"({"name":"overdraft-accepted","on":false})").body, "since"), "null");
  EXPECT_EQ(player.transaction("debit", "R3", "D3", "99999999").status, 400);
}

TEST(DashboardFaults, WhatIsNoSwitchIsExplained) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  EXPECT_EQ(browser.post(faults, R"({"name":"none-of-ours","on":true})").status, 404);
  EXPECT_THAT(browser.post(faults, R"({"name":"overdraft-accepted"})").message(), HasSubstr("`on`"));
  EXPECT_THAT(browser.post(faults, R"({"name":"overdraft-accepted","on":"yes"})").message(),
              HasSubstr("true or false"));
}

TEST(DashboardMisbehaviours, AReplyIsLostAndTheRetryAppliesOnce) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  WalletClient player(server);
  player.authenticate();
  const Shown added =
      browser.post(misbehaviours, R"({"contract":"wallet","on":["debit"],"do":["lose_reply_after_commit"],"count":1})");
  EXPECT_EQ(added.status, 200) << added.text;
  EXPECT_EQ(text(added.body, "left"), "1");
  EXPECT_EQ(player.transaction("debit", "R", "D", "1").status, 0) << "the reply is lost";
  EXPECT_EQ(player.transaction("debit", "R", "D", "1").status, 200);
  EXPECT_EQ(player.transaction("debit", "R2", "D2", "1").status, 200);
  EXPECT_EQ(player.balance().balance(), "9998.00");
  const Shown shown = browser.get(misbehaviours);
  EXPECT_THAT(column(shown, "left"), ElementsAre("0"));
  EXPECT_THAT(column(shown, "exchanges"), ElementsAre("[2]"));
  const Shown exchange = browser.get("/dashboard/v1/exchange?id=2");
  EXPECT_EQ(text(exchange.body, "status"), "0");
  EXPECT_EQ(text(exchange.body, "note"), "lose_reply_after_commit");
  EXPECT_EQ(text(exchange.body, "reply"), "null");
}

TEST(DashboardMisbehaviours, EachTryOfAnOperationGetsItsAction) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  WalletClient player(server);
  player.authenticate();
  browser.post(misbehaviours,
               R"({"contract":"wallet","on":["debit"],"do":["server_error","insufficient_funds"],"count":1})");
  EXPECT_EQ(player.transaction("debit", "R", "D", "1").code(), "RETRY_REQUIRED");
  EXPECT_EQ(player.transaction("debit", "R", "D", "1").code(), "INSUFFICIENT_FUNDS");
  EXPECT_EQ(player.transaction("debit", "R", "D", "1").status, 200);
}

TEST(DashboardMisbehaviours, WhatIsTakenAwayIsNotDone) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  WalletClient player(server);
  player.authenticate();
  const Shown added =
      browser.post(misbehaviours, R"({"contract":"wallet","on":["debit"],"do":["server_error"],"count":9})");
  EXPECT_EQ(browser.remove(std::string(misbehaviours) + "?id=" + text(added.body, "id")).status, 200);
  EXPECT_EQ(browser.remove(std::string(misbehaviours) + "?id=" + text(added.body, "id")).status, 404);
  EXPECT_EQ(player.transaction("debit", "R", "D", "1").status, 200);
  EXPECT_THAT(column(browser.get(misbehaviours), "id"), IsEmpty());
}

TEST(DashboardMisbehaviours, WhatCannotBeDoneIsExplained) {
  const RunningServer server(with_dashboard());
  Browser browser(server);
  const auto refused = [&](const std::string &body) { return browser.post(misbehaviours, body).message(); };
  EXPECT_THAT(refused(R"({"contract":"x","on":["debit"],"do":["slow"],"count":1})"), HasSubstr("`contract`"));
  EXPECT_THAT(refused(R"({"contract":"feed","on":["debit"],"do":["slow"],"count":1})"), HasSubstr("`on`"));
  EXPECT_THAT(refused(R"({"contract":"feed","on":["list"],"do":["insufficient_funds"],"count":1})"), HasSubstr("`do`"));
  EXPECT_THAT(refused(R"({"contract":"wallet","on":["debit"],"do":["none"],"count":1})"), HasSubstr("`do`"));
  EXPECT_THAT(refused(R"({"contract":"wallet","on":[],"do":["slow"],"count":1})"), HasSubstr("`on` must be a list"));
  EXPECT_THAT(refused(R"({"contract":"wallet","on":["debit"],"do":["slow"],"count":0})"), HasSubstr("`count`"));
}

void write(const std::filesystem::path &file, const std::string &content) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << content;
}

const std::string results =
    R"({"format":"pitboss.results/1","run":{"started_at":"2026-05-23T11:54:37.250Z"},"summary":{"verdict":"conformant",)"
    R"("headline":"h","counts":{"requirements":{"pass":3,"fail":0}}},"requirements":[{"contract":"wallet"}]})";

TEST(DashboardRuns, AreListedWithTheirReports) {
  const TemporaryFolder folder;
  write(folder.path() / "<b> one" / "results.json", results);
  write(folder.path() / "<b> one" / "report.html", "<html>report</html>");
  std::string later = results;
  later.replace(later.find("2026"), 4, "2027");
  write(folder.path() / "partner" / "wallet" / "results.json", later);
  write(folder.path() / "two" / "results.json", "no results");
  write(folder.path() / "three" / "other.txt", "");
  write(folder.path() / "secret.html", "secret");
  reference::ServerOptions options = with_dashboard();
  options.dashboard.reports = folder.path();
  const RunningServer server(options);
  Browser browser(server);
  const Shown runs = browser.get("/dashboard/v1/runs");
  ASSERT_THAT(column(runs, "name"), ElementsAre("partner/wallet", "<b> one")) << "newest first";
  EXPECT_THAT(column(runs, "contract"), ElementsAre("wallet", "wallet"));
  EXPECT_THAT(column(runs, "conformant"), ElementsAre("true", "true"));
  EXPECT_THAT(column(runs, "passed"), ElementsAre("3", "3"));
  const Shown report = browser.get(column(runs, "report")[1]);
  EXPECT_EQ(report.text, "<html>report</html>");
  EXPECT_THAT(report.header("Content-Security-Policy"), StartsWith("sandbox allow-scripts; default-src 'none'"));
  for (const char *name : {"..", ".", "two", "three", "%2Fetc", "..%2Fone", ""})
    EXPECT_GE(browser.get(std::string("/dashboard/v1/report?name=") + name).status, 400) << name;
}

TEST(DashboardRuns, WithoutAFolderThereAreNone) {
  const RunningServer server(with_dashboard());
  EXPECT_THAT(column(Browser(server).get("/dashboard/v1/runs"), "name"), IsEmpty());
}

}  // namespace
}  // namespace pitboss::test
