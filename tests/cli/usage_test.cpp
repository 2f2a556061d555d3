// What a wrong command line or file is answered: exit code 2 (4 for a selector that matches nothing), and a message
// that says what, where, and what to do.
#include "tests/cli/files.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/golden.hpp"

namespace pitboss::test {
namespace {

using testing::HasSubstr;

struct Mistake {
  std::string name;
  std::vector<std::string> arguments;
  int exit_code = 2;
};

void PrintTo(const Mistake &mistake, std::ostream *out) {
  *out << mistake.name;
}

class UsageError : public testing::TestWithParam<Mistake> {
 protected:
  UsageError() {
    program_.folder().write("target.yaml", unreachable_target);
    program_.folder().write("variable.yaml", target_with_variable);
    program_.folder().write("misspelt.yaml", target_with_misspelt_key);
    program_.folder().write("broken.yaml", target_with_yaml_fault);
    program_.folder().write("call.yaml", scenario_with_unknown_call);
    program_.folder().write("field.yaml", scenario_with_unknown_field);
    program_.folder().write("other.yaml", "colour: red\n");
    program_.folder().write("expected.txt", "# known: ticket 17\nwallet.replay.applies-onec\n");
    program_.folder().write("results.json", "{\"format\": \"pitboss.results/1\",}\n");
    program_.folder().write("a-file", "");
  }

  Program program_;
};

TEST_P(UsageError, IsExplained) {
  const Mistake &mistake = GetParam();
  ChildOptions options;
  options.unset = {"PITBOSS_TEST_SECRET", "PITBOSS_SANDBOX_KEY"};
  const Finished finished = program_(mistake.arguments, options);
  EXPECT_EQ(finished.exit_code, mistake.exit_code) << finished.out << finished.err;
  EXPECT_EQ(finished.err, golden("cli/error-" + mistake.name + ".txt", finished.err));
  EXPECT_EQ(finished.out, "") << "errors go to standard error";
}

std::vector<Mistake> mistakes() {
  return {
      {"no-command", {}},
      {"unknown-command", {"chekc"}},
      {"unknown-option", {"check", "--taget", "target.yaml"}},
      {"target-not-given", {"check"}},
      {"referee-without-contract", {"referee"}},
      {"referee-missing-journal", {"referee", "--journal", "none.jsonl"}},
      {"referee-wrong-time", {"referee", "--contract", "feed", "--clock", "noon"}},
      {"referee-missing-script", {"referee", "--contract", "feed", "--script", "none.yaml"}},
      {"option-without-value", {"check", "--target"}},
      {"unknown-level", {"check", "--target", "target.yaml", "--level", "musst"}},
      {"number-expected", {"check", "--target", "target.yaml", "--repeat", "often"}},
      {"unknown-format", {"check", "--target", "target.yaml", "--format", "htlm"}},
      {"missing-file", {"check", "--target", "nowhere.yaml"}},
      {"yaml-fault", {"check", "--target", "broken.yaml"}},
      {"misspelt-key", {"check", "--target", "misspelt.yaml"}},
      {"unset-variable", {"check", "--target", "variable.yaml"}},
      {"unknown-call", {"check", "--target", "target.yaml", "--scenarios", "call.yaml"}},
      {"unknown-field", {"lint", "field.yaml"}},
      {"report-folder-is-file", {"check", "--target", "target.yaml", "--report-dir", "a-file"}},
      {"missing-contract", {"check", "--target", "target.yaml", "--contract", "feed"}},
      {"unknown-expected-failure", {"check", "--target", "target.yaml", "--expected-failures", "expected.txt"}},
      {"selector-without-match", {"check", "--target", "target.yaml", "--only", "wallet.replay.applies-onec"}, 4},
      {"tag-without-match", {"check", "--target", "target.yaml", "--tag", "idempotencyy"}, 4},
      {"list-unknown-thing", {"list", "scenarois"}},
      {"list-without-match", {"list", "--only", "nothing.at.all"}, 4},
      {"explain-unknown-id", {"explain", "wallet.replay.applies-onec"}},
      {"lint-unknown-file", {"lint", "other.yaml"}},
      {"lint-broken-results", {"lint", "results.json"}},
      {"serve-unknown-fault", {"serve", "--store", "memory", "--fault", "overdraft-acepted"}},
      {"serve-unknown-variant", {"serve", "--store", "memory", "--variant", "extra-field"}},
      {"serve-unknown-store", {"serve", "--port", "0", "--store", "postgers"}},
      {"serve-mistyped-url", {"serve", "--port", "0", "--store", "postgersql://pitboss:geheim@localhost/pitboss"}},
      {"serve-no-database", {"serve", "--port", "0", "--store", "postgresql://pitboss:geheim@127.0.0.1:1/pitboss"}},
      {"serve-open-sandbox", {"serve", "--port", "0", "--store", "memory", "--address", "0.0.0.0", "--sandbox"}},
      {"serve-open-dashboard", {"serve", "--port", "0", "--store", "memory", "--address", "0.0.0.0", "--dashboard"}},
      {"serve-short-dashboard-key",
       {"serve", "--port", "0", "--store", "memory", "--dashboard", "--dashboard-key", "secret"}},
      {"serve-blank-sandbox-key", {"serve", "--port", "0", "--store", "memory", "--sandbox", "--sandbox-key", "a b"}},
      {"serve-certificate-without-key", {"serve", "--port", "0", "--store", "memory", "--tls-cert", "server.pem"}},
      {"serve-missing-certificate",
       {"serve", "--port", "0", "--store", "memory", "--tls-cert", "nowhere.pem", "--tls-key", "nowhere.key"}},
      {"report-without-command", {"report"}},
      {"report-missing-file", {"report", "render", "nowhere.json"}},
      {"report-stdout-of-two", {"report", "render", "results.json", "--stdout", "--format", "html,junit"}},
  };
}

INSTANTIATE_TEST_SUITE_P(Mistakes, UsageError, testing::ValuesIn(mistakes()), [](const auto &example) {
  std::string name = example.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace pitboss::test
