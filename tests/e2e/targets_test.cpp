// Targets as they are: behind TLS and proxies, unusual, broken, dying in the middle of a run.
#include <algorithm>

#include "tests/e2e/hostile_target.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/patience.hpp"

namespace pitboss::test {
namespace {

using results::Verdict;
using testing::AnyOf;
using testing::Eq;
using testing::HasSubstr;

class Targets : public testing::Test {
 protected:
  ReferenceServer server{{}};

  /// A run of some scenarios that are played with calls, lost replies, retries and calls in flight.
  [[nodiscard]] Checked check_some(const HostileTarget &target, const ChildOptions &environment = {}) const {
    return check_file(target.target_file(),
                      {"--only", "wallet.replay.*", "--only", "wallet.debit.*", "--only", "wallet.retry.*"},
                      environment);
  }

  /// A target that is broken from the first reply on.
  [[nodiscard]] Checked check_broken(const std::string &mode) const {
    return check_some(HostileTarget(server, {.arguments = {"--mode", mode}}));
  }
};

const results::Finding &trouble(const Checked &checked) {
  static const results::Finding none;
  for (const results::Finding &finding : checked.results.doctor)
    if (finding.verdict == Verdict::fail) return finding;
  return none;
}

int count(const Checked &checked, Verdict verdict) {
  const auto &all = checked.results.scenarios;
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [&](const auto &scenario) { return scenario.verdict == verdict; }));
}

// ---- Right, though unusual
// -----------------------------------------------------------------------------------------------------

TEST_F(Targets, ThatCloseAfterEachReplyPass) {
  const Checked checked =
      check_some(HostileTarget(server, {.arguments = {"--mode", "close-each"}, .request_ms = 5'000}));
  EXPECT_EQ(checked.finished.exit_code, 0) << checked.finished.out;
}

TEST_F(Targets, ThatSendInterimRepliesPass) {
  const Checked checked = check_some(HostileTarget(server, {.arguments = {"--mode", "interim"}, .request_ms = 5'000}));
  EXPECT_EQ(checked.finished.exit_code, 0) << checked.finished.out;
}

TEST_F(Targets, ThatSpeakHttp10AreJudgedAllTheSame) {
  const Checked checked = check_some(HostileTarget(server, {.arguments = {"--mode", "http-1.0"}, .request_ms = 5'000}));
  for (const results::Scenario &scenario : checked.results.scenarios)
    EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.id << ": " << scenario.reason;
}

// ---- Broken from the first reply on: one finding of the doctor, and nothing is judged

struct Broken {
  std::string mode, finding, detail;
};
void PrintTo(const Broken &broken, std::ostream *out) {
  *out << broken.mode;
}

/// How the time limit of HostileTarget is told.
std::string time_was_up() {
  return "within " + std::to_string(400 * slowness()) + " ms";
}

class BrokenTargets : public Targets, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenTargets, AreOneFindingOfTheDoctor) {
  const Checked checked = check_broken(GetParam().mode);
  EXPECT_EQ(checked.finished.exit_code, 3) << checked.finished.out << checked.finished.err;
  EXPECT_EQ(trouble(checked).name, GetParam().finding);
  EXPECT_THAT(trouble(checked).detail, HasSubstr(GetParam().detail));
  EXPECT_NE(trouble(checked).hint, "");
  EXPECT_EQ(count(checked, Verdict::blocked), static_cast<int>(checked.results.scenarios.size()));
}

INSTANTIATE_TEST_SUITE_P(All, BrokenTargets,
                         testing::Values(Broken{"html", "answers", "text/html that is not JSON: <html>"},
                                         Broken{"ten-megabytes", "answers", "10000003 bytes"},
                                         Broken{"chunked-garbage", "connection", "no hexadecimal number"},
                                         Broken{"too-long-length", "connection", "2 of 500 bytes"},
                                         Broken{"no-http", "connection", "no HTTP status line"},
                                         Broken{"redirect", "path", "is redirected (307 to http://"},
                                         Broken{"gzip", "answers", "Content-Encoding: gzip"},
                                         Broken{"huge-header", "connection", "larger than 256 KiB"},
                                         Broken{"nul-bytes", "answers", "\\x00"},
                                         Broken{"invalid-utf-8", "credentials of player 1", "\\xff"},
                                         Broken{"bad-gateway", "answers", "502"},
                                         Broken{"nothing", "connection", "before any byte of a reply"},
                                         Broken{"silent", "connection", time_was_up()},
                                         Broken{"half", "connection", time_was_up() + "; time was up after status 200"},
                                         Broken{"drip", "connection", time_was_up()}),
                         [](const auto &parameter) { return test_name(parameter.param.mode); });

// ---- Broken in the middle
// ------------------------------------------------------------------------------------------------------

class FailingTargets : public Targets, public testing::WithParamInterface<std::string> {};

TEST_P(FailingTargets, BlockTheRestAndBlameNobody) {
  const HostileTarget target(server, {.arguments = {"--mode", GetParam(), "--after", "40"}});
  const Checked checked = check_some(target);
  EXPECT_EQ(checked.finished.signal, 0);
  EXPECT_EQ(checked.finished.exit_code, 3) << checked.finished.out << checked.finished.err;
  EXPECT_EQ(count(checked, Verdict::fail), 0) << checked.finished.out;
  EXPECT_GT(count(checked, Verdict::pass), 0);
  EXPECT_GT(count(checked, Verdict::blocked), 0);
  EXPECT_EQ(trouble(checked).name, "connection during the run");
  for (const results::Scenario &scenario : checked.results.scenarios) {
    if (scenario.verdict != Verdict::blocked) continue;
    EXPECT_THAT(scenario.reason, AnyOf(HasSubstr("the network failed"), HasSubstr("does not answer any more")));
  }
}

INSTANTIATE_TEST_SUITE_P(All, FailingTargets,
                         testing::Values("die", "silent", "half", "drip", "nothing", "no-http", "chunked-garbage",
                                         "huge-header", "bad-gateway"),
                         [](const auto &parameter) { return test_name(parameter.param); });

/// Balances are told, but no transaction is answered: the whole suite would be hundreds of time limits.
TEST_F(Targets, ThatHangAtOneCallCostFewTimeLimits) {
  const HostileTarget target(server, {.arguments = {"--mode", "silent", "--path", "/v1/transaction"}});
  const Checked checked = check_file(target.target_file(), {"--contract", "wallet"});
  EXPECT_EQ(checked.finished.exit_code, 1) << checked.finished.out << checked.finished.err;
  int waited = 0;
  int told = 0;
  for (const results::Scenario &scenario : checked.results.scenarios) {
    told += scenario.verdict == Verdict::blocked && scenario.reason.find("is not sent any more") != std::string::npos;
    for (const results::Step &step : scenario.steps)
      for (const results::Exchange &exchange : step.exchanges)
        waited += exchange.error.find("no complete reply") != std::string::npos;
  }
  EXPECT_GT(told, 150) << checked.finished.out;
  EXPECT_LT(waited, 150) << "of " << checked.results.scenarios.size() << " scenarios";
  const auto &doctor = checked.results.doctor;
  const auto finding =
      std::find_if(doctor.begin(), doctor.end(), [](const auto &one) { return one.name == "silence"; });
  ASSERT_NE(finding, doctor.end());
  EXPECT_THAT(finding->detail,
              HasSubstr("is not sent any more: 3 in a row got no reply, while other calls are answered"));
}

TEST_F(Targets, ThatComeBackAreJudgedFurther) {
  const HostileTarget target(server, {.arguments = {"--mode", "away", "--after", "40", "--connections", "30"}});
  const Checked checked = check_some(target);
  EXPECT_EQ(count(checked, Verdict::fail), 0) << checked.finished.out;
  EXPECT_EQ(trouble(checked).name, "") << trouble(checked).detail;
  EXPECT_EQ(checked.results.scenarios.back().verdict, Verdict::pass);
  EXPECT_THAT(checked.finished.exit_code, AnyOf(Eq(0), Eq(4))) << "0 where only retries met the outage";
}

/// What is answered, but is no answer of a wallet, is the target's fault; whatever it is the run ends, and the report
/// can be read.
class RavingTargets : public Targets, public testing::WithParamInterface<std::string> {};

TEST_P(RavingTargets, AreSurvived) {
  const HostileTarget target(server, {.arguments = {"--mode", GetParam(), "--after", "40"}, .request_ms = 3'000});
  const Checked checked = check_some(target);
  EXPECT_EQ(checked.finished.signal, 0);
  EXPECT_EQ(checked.finished.exit_code, 1) << checked.finished.out << checked.finished.err;
  EXPECT_LT(checked.results_text.size(), 40'000'000U);
}

INSTANTIATE_TEST_SUITE_P(All, RavingTargets,
                         testing::Values("html", "ten-megabytes", "redirect", "gzip", "nul-bytes", "invalid-utf-8"),
                         [](const auto &parameter) { return test_name(parameter.param); });

// ---- TLS
// -----------------------------------------------------------------------------------------------------------------------

class TlsTarget : public Targets {
 protected:
  CertificateAuthority authority;

  [[nodiscard]] Checked check_with(const CertificateAuthority::Issued &own, const std::string &tls,
                                   std::vector<std::string> more = {}) const {
    HostileTarget::Setup setup{.arguments = {"--tls", own.certificate, own.key},
                               .base_url = "https://127.0.0.1",
                               .more = "tls: {" + tls + "}\n",
                               .request_ms = 5'000};
    setup.arguments.insert(setup.arguments.end(), more.begin(), more.end());
    return check_some(HostileTarget(server, setup));
  }
};

TEST_F(TlsTarget, OfAPrivateAuthorityPasses) {
  const Checked checked = check_with(authority.issue("target"), "ca_file: " + authority.file());
  EXPECT_EQ(checked.finished.exit_code, 0) << checked.finished.out;
}

TEST_F(TlsTarget, ThatCannotBeTrustedIsAFindingWithWhatToDo) {
  struct Case {
    CertificateAuthority::Issued own;
    std::string ca_file, hint;
  };
  const CertificateAuthority stranger;
  for (const Case &one : {Case{authority.issue("target"), stranger.file(), "tls.ca_file"},
                          Case{authority.issue("old", "IP:127.0.0.1", -1), authority.file(), "renewed"},
                          Case{authority.issue("other", "DNS:wallet.example"), authority.file(), "another name"}}) {
    const Checked checked = check_with(one.own, "ca_file: " + one.ca_file);
    EXPECT_EQ(checked.finished.exit_code, 3) << one.hint;
    EXPECT_EQ(trouble(checked).name, "TLS");
    EXPECT_THAT(trouble(checked).hint, HasSubstr(one.hint));
  }
}

TEST_F(TlsTarget, ThatWantsAClientCertificateGetsIt) {
  const CertificateAuthority::Issued own = authority.issue("target");
  const CertificateAuthority::Issued ours = authority.issue("provider");
  const std::string trusted = "ca_file: " + authority.file();
  const std::vector<std::string> wanting{"--client-ca", authority.file()};
  const Checked with =
      check_with(own, trusted + ", client_cert_file: " + ours.certificate + ", client_key_file: " + ours.key, wanting);
  EXPECT_EQ(with.finished.exit_code, 0) << with.finished.out;
  const Checked without = check_with(own, trusted, wanting);
  EXPECT_EQ(without.finished.exit_code, 3);
  EXPECT_EQ(trouble(without).name, "TLS") << trouble(without).detail;
  EXPECT_THAT(trouble(without).hint, HasSubstr("client certificate"));
}

// ---- Proxies
// -------------------------------------------------------------------------------------------------------------------

TEST_F(Targets, AreReachedThroughTheProxyOfTheTargetFile) {
  const HostileTarget target(server, {.more = "proxy: http://SCRIPT\n", .is_proxy = true, .request_ms = 5'000});
  EXPECT_EQ(check_some(target).finished.exit_code, 0);
}

TEST_F(Targets, AreReachedThroughTheProxyOfTheEnvironment) {
  const HostileTarget target(server, {.base_url = "http://wallet.invalid", .is_proxy = true, .request_ms = 5'000});
  const Checked checked = check_some(target, {.folder = {},
                                              .variables = {{"http_proxy", "http://127.0.0.1:" + target.port()}},
                                              .unset = {"no_proxy", "NO_PROXY"}});
  // Plain HTTP to another machine is a departure of its own; everything else passes.
  for (const results::Scenario &scenario : checked.results.scenarios)
    EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.id << ": " << scenario.reason;
}

TEST_F(Targets, BehindAProxyThatRefusesAreOneFinding) {
  const HostileTarget target(
      server, {.arguments = {"--mode", "proxy-refuses"}, .more = "proxy: http://SCRIPT\n", .is_proxy = true});
  const Checked checked = check_some(target);
  EXPECT_EQ(checked.finished.exit_code, 3);
  EXPECT_THAT(trouble(checked).detail, HasSubstr("the proxy wants credentials"));
}

}  // namespace
}  // namespace pitboss::test
