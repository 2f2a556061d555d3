// What the commands that need no running target say and answer.
#include <cctype>

#include "tests/cli/files.hpp"
#include "tests/cli/program.hpp"

namespace pitboss::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int blocked = 3;

TEST(Doctor, FindsAnUnreachableTarget) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  const Finished finished = program({"doctor", "--target", "target.yaml"});
  EXPECT_EQ(finished.exit_code, blocked) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("FAIL  connection"));
  EXPECT_THAT(finished.out, HasSubstr("127.0.0.1"));
}

TEST(Check, OfAnUnreachableTargetIsBlockedAndStillReported) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  const Finished finished = program({"check", "--target", "target.yaml", "--report-dir", "out"});
  EXPECT_EQ(finished.exit_code, blocked) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("The doctor found:"));
  EXPECT_TRUE(std::filesystem::exists(program.folder().path() / "out" / "results.json"));
  EXPECT_TRUE(std::filesystem::exists(program.folder().path() / "out" / "report.html"));
}

TEST(Check, PrintsNoEscapeSequencesWhereNobodyLooksOn) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  const Finished finished = program({"check", "--target", "target.yaml"});
  EXPECT_THAT(finished.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(finished.out, Not(HasSubstr("\r")));
}

TEST(Check, QuietPrintsVerdictAndReportOnly) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  const Finished finished = program({"check", "--target", "target.yaml", "--quiet", "--seed", "7"});
  EXPECT_THAT(finished.out, Not(HasSubstr("doctor")));
  EXPECT_THAT(finished.out, HasSubstr("seed 7 "));
  EXPECT_THAT(finished.out, HasSubstr("report: pitboss-report/results.json"));
}

TEST(Check, NeverWritesTheSecretIntoTheReport) {
  const Program program;
  program.folder().write("target.yaml", target_with_variable);
  ChildOptions options;
  options.variables = {{"PITBOSS_TEST_SECRET", "hunter2-is-secret"}};
  const Finished finished = program({"check", "--target", "target.yaml", "--report-dir", "out"}, options);
  EXPECT_EQ(finished.exit_code, blocked) << finished.err;
  for (const auto &entry : std::filesystem::directory_iterator(program.folder().path() / "out"))
    EXPECT_THAT(read_file(entry.path()), Not(HasSubstr("hunter2-is-secret"))) << entry.path();
}

TEST(List, NamesRequirementsWithLevelAndCoverage) {
  const Finished finished = Program()({"list", "requirements", "--only", "wallet.debit.*"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("must   wallet.debit.lowers-balance"));
  EXPECT_THAT(finished.out, HasSubstr(" scenario"));
}

TEST(List, FaultsAsJsonNameTheirRequirement) {
  const Finished finished = Program()({"list", "faults", "--format", "json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, testing::StartsWith("["));
  EXPECT_THAT(finished.out, HasSubstr("\"requirement\": \"wallet."));
}

TEST(Explain, TellsLevelSourceAndScenarios) {
  const Finished finished = Program()({"explain", "wallet.debit.lowers-balance"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("must, wallet.md"));
  EXPECT_THAT(finished.out, HasSubstr("Scenarios that check it:"));
}

TEST(Explain, ReadsAScenarioAloud) {
  const Program program;
  program.folder().write("own.yaml", own_scenario);
  const Finished finished = program({"explain", "wallet.own.balance-is-read", "--scenarios", "own.yaml"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("1. balance\n       expect balance 0"));
}

TEST(Lint, TellsWhatAFileIs) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  program.folder().write("own.yaml", own_scenario);
  const Finished finished = program({"lint", "target.yaml", "own.yaml"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(finished.out, "target.yaml: ok (target `nobody`)\nown.yaml: ok (1 scenario)\n");
}

TEST(Lint, TellsTrafficProfilesByLineAndColumn) {
  const Program program;
  const std::string right =
      "wallet:\n  bets: [{amount: 1.00, weight: 1}]\n  payouts: [{times: 1, weight: 1}]\n  return_to_player: 100\n"
      "profile: own\n";
  program.folder().write("right.yaml", right);
  program.folder().write("wrong.yaml", right + "duraton: 5s\n");
  const Finished finished = program({"lint", "right.yaml", "wrong.yaml"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.out, "right.yaml: ok (traffic profile `own`)\n");
  EXPECT_THAT(finished.err, testing::StartsWith("wrong.yaml:6:1: "));
  EXPECT_THAT(finished.err, HasSubstr("did you mean `duration`?"));
}

TEST(Lint, TellsPlatformFilesByLineAndColumn) {
  const Program program;
  const std::string right =
      "brands:\n  - {id: 6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01}\naffiliates:\n  - {id: a}\nmetrics:\n"
      "  - {code: ngr, data_type: decimal}\noffers:\n  - {id: o, brand: 6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01}\n"
      "clicks:\n  - {id: c, affiliate: a, offer: o}\n";
  program.folder().write("right.yaml", right);
  program.folder().write("wrong.yaml", right + "  - {id: d, affiliate: nobody, offer: o}\n");
  const Finished finished = program({"lint", "right.yaml", "wrong.yaml"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.out, "right.yaml: ok (platform: 1 brands, 1 offers, 1 clicks, 1 metrics)\n");
  EXPECT_EQ(finished.err, "wrong.yaml:11:24: there is no `nobody` in `affiliates`\n");
}

TEST(Report, ComparesARunWithItself) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  program({"check", "--target", "target.yaml", "--quiet"});
  const Finished finished = program({"report", "compare", "pitboss-report", "pitboss-report/results.json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(finished.out, "nothing changed\n");
}

/// Durations are rounded to milliseconds in results.json, so the last digit of a sum may differ.
std::string without_numbers(const std::string &text) {
  std::string out;
  for (const char c : text)
    if (std::isdigit(static_cast<unsigned char>(c)) == 0 && c != '.') out += c;
  return out;
}

TEST(Report, RendersWhatCheckHasWritten) {
  const Program program;
  program.folder().write("target.yaml", unreachable_target);
  program({"check", "--target", "target.yaml", "--quiet"});
  const Finished finished =
      program({"report", "render", "pitboss-report", "--report-dir", "again", "--format", "json,junit,html,markdown"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  for (const char *file : {"results.json", "junit.xml", "report.html", "summary.md"}) {
    const std::string then = without_numbers(read_file(program.folder().path() / "pitboss-report" / file));
    const std::string now = without_numbers(read_file(program.folder().path() / "again" / file));
    EXPECT_TRUE(then == now) << file << ": a report made later is the one that the run made";
  }
}

}  // namespace
}  // namespace pitboss::test
