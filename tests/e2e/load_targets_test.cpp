// `pitboss load` against targets that fail on the way, over TLS, and where the run itself is cut short.
#include <csignal>

#include "tests/e2e/hostile_target.hpp"
#include "tests/e2e/loaded.hpp"
#include "tests/support/certificates.hpp"

namespace pitboss::test {
namespace {

using results::LoadVerdict;
using testing::HasSubstr;

const std::string profile_text = R"(profile: short
duration: 1s
connections: 4
wallet:
  bets: [{amount: 0.10, weight: 1}]
  payouts: [{times: 1, weight: 1}]
  return_to_player: 100
)";

TEST(LoadOverTls, IsVerifiedAsWithout) {
  CertificateAuthority authority;
  const auto issued = authority.issue("server"), client = authority.issue("client");
  const ReferenceServer server(
      {.players = 4,
       .more = {"--tls-cert", issued.certificate, "--tls-key", issued.key, "--tls-client-ca", authority.file()}});
  std::string target = read_file(server.target_file());
  const std::string ca_file = "ca_file: " + issued.certificate;
  target.insert(target.find(ca_file),
                "client_cert_file: " + client.certificate + "\n  client_key_file: " + client.key + "\n  ");
  const TemporaryFolder folder;
  folder.write("target.yaml", target);
  const Loaded loaded = load(profile_text + "  lost_replies: 5\n", folder.file("target.yaml"));
  EXPECT_EQ(loaded.finished.exit_code, 0) << loaded.finished.out << loaded.finished.err;
  EXPECT_GT(loaded.results.ended.right, 20U);
  EXPECT_GT(loaded.results.ended.lost, 0U);
  EXPECT_EQ(loaded.results.audit.right, 4U);
}

/// A target that breaks after fifty transactions.
struct Breakdown {
  std::string mode;
  std::string error;    ///< in the list of errors; empty: none is expected
  std::string finding;  ///< kinds of wrong replies
  int exit_code;
};

class LoadAgainst : public testing::TestWithParam<Breakdown> {};

TEST_P(LoadAgainst, SaysWhatHappenedAndKeepsWhatWasMeasured) {
  const ReferenceServer server({.players = 2});
  const HostileTarget target(server, {.arguments = {"--mode", GetParam().mode, "--after", "50"}});
  const Loaded loaded = load(profile_text, target.target_file());
  EXPECT_EQ(loaded.finished.exit_code, GetParam().exit_code) << loaded.finished.out << loaded.finished.err;
  EXPECT_GE(loaded.results.ended.right, 40U);
  std::string errors;
  for (const auto &[why, count] : loaded.results.errors) errors += why + "\n";
  EXPECT_THAT(errors, HasSubstr(GetParam().error));
  EXPECT_EQ(loaded.kinds(), GetParam().finding);
}

constexpr int unaudited = 4, wrong = 1, right = 0;

INSTANTIATE_TEST_SUITE_P(All, LoadAgainst,
                         testing::Values(Breakdown{"no-http", "no HTTP reply", "", unaudited},
                                         Breakdown{"nothing", "closed by the target", "", unaudited},
                                         Breakdown{"silent", "no whole reply in time", "", unaudited},
                                         Breakdown{"drip", "no whole reply in time", "", unaudited},
                                         Breakdown{"bad-gateway", "status 502", "", unaudited},
                                         Breakdown{"too-many-requests", "status 429", "", unaudited},
                                         Breakdown{"reset", "closed by the target", "", unaudited},
                                         Breakdown{"html", "", "form request-id ", wrong},
                                         Breakdown{"away", "closed by the target", "", right},
                                         Breakdown{"close-each", "", "", right}),
                         [](const auto &tested) { return test_name(tested.param.mode); });

TEST(LoadStopped, KeepsAPartialReport) {
  const ReferenceServer server({.players = 4});
  const TemporaryFolder folder;
  folder.write("short.yaml", profile_text);
  ChildProcess running({PITBOSS_PROGRAM, "load", "--target", server.target_file(), "--profile",
                        folder.file("short.yaml"), "--duration", "1h", "--report-dir", folder.file("report"),
                        "--threads", "1"});
  const auto line = running.read_line();  // the first one of the live view
  ASSERT_TRUE(line.has_value());
  EXPECT_THAT(*line, testing::ContainsRegex("/3600s .*/s  p50 .*  p99 .*  [0-9]+ right, 0 wrong, 0 failed"));
  running.send_signal(SIGINT);
  const Finished finished = running.wait();
  EXPECT_EQ(finished.exit_code, 4) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("stopped before its time"));
  EXPECT_THAT(finished.out, HasSubstr("in flight at the end: "));
  const results::LoadResults results = read_load_results(folder.path() / "report" / "load.json");
  EXPECT_EQ(results.verdict, LoadVerdict::incomplete);
  EXPECT_GT(results.ended.right, 0U);
  EXPECT_LT(results.measured_ms, 600'000);
  EXPECT_LE(results.in_flight_at_end, 4U);
  EXPECT_EQ(results.audit.right, 4U);  // the books are closed all the same
}

TEST(LoadStopped, AbortsEarlyAtAWrongReply) {
  const ReferenceServer server({.faults = {"books-overflow"}, .players = 4});
  const Loaded loaded = load(profile_text, server.target_file(), {"--duration", "1h", "--abort-early"});
  EXPECT_EQ(loaded.finished.exit_code, 1) << loaded.finished.out << loaded.finished.err;
  EXPECT_LT(loaded.results.measured_ms, 600'000);
  EXPECT_THAT(loaded.kinds(), HasSubstr("balance"));
}

/// A limit of what a file may grow to stands for the disk that is full: both end a write with an error.
TEST(LoadReport, SaysWhichFileCouldNotBeWritten) {
  const ReferenceServer server({.players = 2});
  const TemporaryFolder folder;
  folder.write("short.yaml", profile_text);
  const std::string command = "ulimit -f 8; exec '" PITBOSS_PROGRAM "' load --target '" + server.target_file() +
                              "' --profile '" + folder.file("short.yaml") + "' --report-dir '" + folder.file("report") +
                              "' --threads 1 --duration 300ms";
  const Finished finished = run_program({"/bin/sh", "-c", command});
  EXPECT_EQ(finished.exit_code, 2) << finished.out;
  EXPECT_THAT(finished.err, HasSubstr("cannot write the report"));
  EXPECT_THAT(finished.err, HasSubstr("load.html"));
  EXPECT_THAT(finished.out, HasSubstr("right replies a second"));  // told before it was written
  EXPECT_THAT(finished.out, HasSubstr("load.md"));                 // small enough, and kept
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "report" / "load.md"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "report" / "load.html.partial"));
}

}  // namespace
}  // namespace pitboss::test
