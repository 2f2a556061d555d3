// Three `pitboss serve` on one PostgreSQL database behind a load balancer are one server.
#include <gmock/gmock.h>

#include "tests/e2e/balanced_servers.hpp"
#include "tests/e2e/loaded.hpp"

namespace pitboss::test {
namespace {

const std::string profile = R"(profile: behind a load balancer
connections: 12
wallet:
  bets: [{amount: 0.10, weight: 2}, {amount: 2.50, weight: 1}]
  payouts: [{times: 0, weight: 1}, {times: 2, weight: 1}]
  return_to_player: 100
  top_up: {below: 50.00, pays: 100.00}
  balance_calls: 10
  rolled_back: 5
  must_be_refused: 5
  retried: 10
  duplicated: 10
  together: 10
)";

TEST(Instances, OnOneDatabaseAreOneServer) {
  // Longer than the windows of other tests: what comes through a proxy and a database comes more slowly.
  const BalancedServers servers({"--feed-rate-window", "20"});
  const Checked checked = check_file(servers.target_file(), whole_suite());
  EXPECT_EQ(checked.finished.exit_code, 0) << checked.finished.out << checked.finished.err;
}

TEST(Instances, LoseNothingWhenOneIsKilledUnderLoad) {
  BalancedServers servers({});
  const TemporaryFolder folder;
  ChildProcess load({PITBOSS_PROGRAM, "load", "--target", servers.target_file(), "--profile",
                     folder.write("profile.yaml", profile), "--duration", "6s", "--report-dir", folder.file("report")});
  servers.wait_until_busy(0);
  servers.kill(0);
  const Finished finished = load.wait();
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  const results::LoadResults results = read_load_results(folder.path() / "report" / "load.json");
  EXPECT_TRUE(results.findings.empty()) << finished.out;
  EXPECT_GT(results.ended.failed, 0U) << "requests were on their way to it";
  EXPECT_GT(results.audit.right, 0U);
  EXPECT_EQ(results.audit.astray, 0U);
}

}  // namespace
}  // namespace pitboss::test
